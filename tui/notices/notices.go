// Package notices keeps the short notices that lie over the screens: which are up, for how long, and what has been reported so far. It
// decides nothing but when a notice goes.
package notices

import (
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/screen"
)

const (
	staysFor     = 5 * time.Second // how long a notice is up
	graveAtLeast = 2 * time.Second // how long a grave one is, whatever is pressed
	mostShown    = 3
	mostKept     = 200
	mostRecorded = 50 // of those kept, reports that were never shown as a notice
)

// Board is the notices that are up and those that were. It is changed only on the event loop.
type Board struct {
	env    *screen.Env
	after  After
	shown  []notice
	lastID int
	kept   []report // oldest first
}

// report is what has been reported, by a notice or by the log alone.
type report struct {
	at    time.Time // of the cluster, when it was last reported
	level screen.Level
	text  string
	times int
	quiet bool // recorded, and never shown as a notice
}

// After is the command that brings a message after a while of wall-clock time.
type After func(time.Duration, tea.Msg) tea.Cmd

// notice is a notice that is up.
type notice struct {
	screen.ToastMsg
	id  int
	due bool // may be taken away by the next key
}

// DueMsg says that a notice has been up long enough.
type DueMsg struct{ id int }

// New is an empty board.
func New(env *screen.Env, after After) *Board { return &Board{env: env, after: after} }

// Show puts a notice up and remembers it. It takes the place of those on the same topic, and of those that say the same. Grave ones stay
// until a key is pressed.
func (b *Board) Show(msg screen.ToastMsg) tea.Cmd {
	b.shown = slices.DeleteFunc(slices.Clone(b.shown), func(n notice) bool {
		return msg.Topic != "" && n.Topic == msg.Topic || n.Level == msg.Level && n.Text == msg.Text
	})
	b.lastID++
	n := notice{ToastMsg: msg, id: b.lastID}
	b.shown = append(b.shown, n)
	b.shown = b.shown[max(len(b.shown)-mostShown, 0):]
	b.keep(report{b.env.Now, msg.Level, msg.Text, 1, false})
	stays := staysFor
	if msg.Level == screen.Bad {
		stays = graveAtLeast
	}
	return b.after(stays, DueMsg{n.id})
}

// Record adds to the history without a notice over the screen. What is recorded again takes the place of its earlier record, and
// only the latest records are kept: errors that repeat drive no notice out.
func (b *Board) Record(level screen.Level, text string) {
	r := report{b.env.Now, level, text, 1, true}
	same := func(old report) bool { return old.quiet && old.level == level && old.text == text }
	if at := slices.IndexFunc(b.kept, same); at >= 0 {
		r.times += b.kept[at].times
		b.kept = slices.Delete(slices.Clone(b.kept), at, at+1)
	}
	b.keep(r)
	recorded := 0
	for _, r := range slices.Backward(b.kept) {
		if r.quiet {
			recorded++
		}
	}
	if recorded > mostRecorded {
		at := slices.IndexFunc(b.kept, func(r report) bool { return r.quiet })
		b.kept = slices.Delete(slices.Clone(b.kept), at, at+1)
	}
}

func (b *Board) keep(r report) {
	b.kept = append(b.kept, r)
	b.kept = b.kept[max(len(b.kept)-mostKept, 0):]
}

// HandleDue takes a notice away that has been up long enough; a grave one from the next key on.
func (b *Board) HandleDue(msg DueMsg) {
	at := slices.IndexFunc(b.shown, func(n notice) bool { return n.id == msg.id })
	switch {
	case at < 0:
	case b.shown[at].Level == screen.Bad:
		b.shown[at].due = true
	default:
		b.shown = slices.Delete(slices.Clone(b.shown), at, at+1)
	}
}

// HandleKey takes the grave notices away that have been up long enough, and the offers, which hold for the next key only. It returns what
// enter opens because of the latest notice.
func (b *Board) HandleKey() (offer screen.Ref) {
	if n := len(b.shown); n > 0 {
		offer = b.shown[n-1].Open
	}
	var left []notice
	for _, n := range b.shown {
		n.Open = screen.Ref{}
		if !n.due {
			left = append(left, n)
		}
	}
	b.shown = left
	return offer
}

// Clear takes every notice away.
func (b *Board) Clear() { b.shown = nil }

// History is what has been reported so far, the latest first.
func (b *Board) History() string {
	if len(b.kept) == 0 {
		return "Nothing has been reported so far."
	}
	var text strings.Builder
	for _, r := range slices.Backward(b.kept) {
		text.WriteString(r.at.Format("2006-01-02 15:04:05  ") + signs[r.level] + " " + r.text)
		if r.times > 1 {
			text.WriteString(" (× " + strconv.Itoa(r.times) + ")")
		}
		text.WriteString("\n\n")
	}
	return text.String()
}
