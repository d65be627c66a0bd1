package tui

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

const (
	toastFor    = 5 * time.Second // how long a notice stays
	toastAtBest = 2 * time.Second // how long a grave one stays whatever is pressed
	toastsShown = 3
	historyKept = 200
)

// toast is a notice on the screen.
type toast struct {
	screen.ToastMsg
	id    int
	due   bool // may be taken away by the next key
	about subject
}

// subject is what a notice is about, when the next about the same takes its place.
type subject int

const (
	anything subject = iota
	aboutClock
)

// toastDueMsg says that a notice has been up long enough.
type toastDueMsg struct{ id int }

// messagesMsg asks for the notices so far.
type messagesMsg struct{}

// notify puts a notice up and remembers it. Grave ones stay until a key is pressed.
func (r *Root) notify(msg screen.ToastMsg) tea.Cmd { return r.notifyOnce(anything, msg) }

// notifyOnce puts a notice up in the place of those about the same, and of those that say the same.
func (r *Root) notifyOnce(about subject, msg screen.ToastMsg) tea.Cmd {
	r.toasts = slices.DeleteFunc(slices.Clone(r.toasts), func(t toast) bool {
		return about != anything && t.about == about || t.Level == msg.Level && t.Text == msg.Text
	})
	r.lastID++
	t := toast{ToastMsg: msg, id: r.lastID, about: about}
	r.toasts = append(r.toasts, t)
	if n := len(r.toasts) - toastsShown; n > 0 {
		r.toasts = append([]toast(nil), r.toasts[n:]...)
	}
	r.history = append(r.history, r.env.Now.Format("2006-01-02 15:04:05  ")+levelSigns[msg.Level]+" "+msg.Text)
	if n := len(r.history) - historyKept; n > 0 {
		r.history = append([]string(nil), r.history[n:]...)
	}
	stay := toastFor
	if msg.Level == screen.Bad {
		stay = toastAtBest
	}
	return r.timers.after(stay, toastDueMsg{t.id})
}

func (r *Root) toastDue(msg toastDueMsg) {
	for i, t := range r.toasts {
		if t.id != msg.id {
			continue
		}
		if t.Level == screen.Bad {
			r.toasts[i].due = true
		} else {
			r.toasts = append(append([]toast(nil), r.toasts[:i]...), r.toasts[i+1:]...)
		}
		return
	}
}

// dismissToasts takes the grave notices that have been up long enough away, and the offers, which hold for the next key only.
func (r *Root) dismissToasts() {
	var left []toast
	for _, t := range r.toasts {
		t.Open = screen.Ref{}
		if !t.due {
			left = append(left, t)
		}
	}
	r.toasts = left
}

// offer is what enter opens because of the latest notice.
func (r *Root) offer() screen.Ref {
	if len(r.toasts) == 0 {
		return screen.Ref{}
	}
	return r.toasts[len(r.toasts)-1].Open
}

var levelSigns = map[screen.Level]string{screen.Info: "", screen.Good: "✓", screen.Warn: "!", screen.Bad: "✗"}

func (r *Root) levelStyle(level screen.Level) themes.Ink {
	s := r.env.Styles
	return map[screen.Level]themes.Ink{screen.Info: s.Text, screen.Good: s.Good, screen.Warn: s.Warn, screen.Bad: s.Bad}[level]
}

// drawToast is a notice in a box of one line; what has no room is cut, and the key that shows all of it named.
func (r *Root) drawToast(t toast, width int) string {
	s := r.env.Styles
	room := min(width, 100) - s.Toast.GetHorizontalFrameSize()
	text := widget.Clean(strings.Join(strings.Fields(t.Text), " "))
	hint := ""
	switch {
	case !t.Open.IsZero():
		hint = "enter opens it"
	case widget.Width(text)+2 > room:
		hint = r.env.Keys.Messages.Help().Key + " shows all"
	}
	style := r.levelStyle(t.Level)
	line := ""
	if sign := levelSigns[t.Level]; sign != "" {
		line = style.Render(sign) + " "
	}
	if hint == "" {
		line += s.Text.Render(widget.Clip(text, room-2))
	} else {
		line += s.Text.Render(widget.Clip(text, room-5-widget.Width(hint))) + s.Muted.Render(" · "+hint)
	}
	return s.Toast.BorderForeground(style.Foreground()).Render(line)
}

// showMessages opens the notices so far, the latest first.
func (r *Root) showMessages() tea.Cmd {
	r.toasts = nil
	var b strings.Builder
	for i := len(r.history) - 1; i >= 0; i-- {
		b.WriteString(r.history[i] + "\n\n")
	}
	if len(r.history) == 0 {
		b.WriteString("Nothing has been reported so far.")
	}
	text := b.String()
	return r.showText("Messages", func(context.Context) (string, error) { return text, nil })
}
