package dialog

import (
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/scheduler/timeparse"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Jump prompts for an instant, and shows how it is understood as the user types.
type Jump struct {
	env     *screen.Env
	now     func() time.Time
	input   textinput.Model
	restart bool // the demo can start again at a past instant
	past    bool // a date without a year means the last one, not the next
}

// NewJump starts with a text, which is read relative to now. restart reports whether a past instant can be reached, too.
func NewJump(env *screen.Env, now func() time.Time, text string, restart bool) *Jump {
	input := textinput.New()
	input.Prompt = ""
	input.SetVirtualCursor(false)
	input.SetValue(text)
	input.Focus()
	return &Jump{env: env, now: now, input: input, restart: restart}
}

// Update edits the text and asks for the jump on enter, once the text can be read.
func (j *Jump) Update(msg tea.Msg) (tea.Cmd, bool) {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(press, j.env.Keys.InText.Cancel):
			return nil, true
		case key.Matches(press, j.env.Keys.InText.Accept):
			reading, err := j.read()
			if err != nil || j.tooLate(reading) {
				return nil, false
			}
			j.env.Ask(screen.JumpMsg{To: reading.At})
			return nil, true
		case key.Matches(press, j.env.Keys.InDialog.OtherWay) && j.restart:
			j.past = !j.past
			return nil, false
		}
	}
	var cmd tea.Cmd
	j.input, cmd = j.input.Update(msg)
	return cmd, false
}

func (j *Jump) read() (timeparse.Reading, error) {
	return timeparse.Question{Now: j.now(), Zone: j.env.Zone, Ahead: !j.past}.Read(j.input.Value())
}

// tooLate reports whether the instant is past and cannot be reached.
func (j *Jump) tooLate(r timeparse.Reading) bool { return !j.restart && r.At.Before(j.now()) }

// jumpWidth fits the meaning of most instants on one line.
const jumpWidth = 72

// View draws the text and what it means.
func (j *Jump) View(width, height int) string {
	s := j.env.Styles
	width = min(width, jumpWidth)
	room := max(width-s.Dialog.GetHorizontalFrameSize(), 1)
	lines := []string{s.Key.Render("@ ") + s.Strong.Render(display.Clean(j.input.Value())+"▏"), ""}
	lines = append(lines, j.meaning(room)...)
	k := j.env.Keys
	keys := []key.Binding{keymap.Described(k.InText.Accept, "jump"), keymap.Described(k.InText.Cancel, "cancel")}
	if j.restart {
		way := k.InDialog.OtherWay
		if j.past {
			way = keymap.Described(way, "the next such time")
		}
		keys = append(keys, way)
	}
	for len(lines) < 5 {
		lines = append(lines, "")
	}
	lines = append(lines, "", widget.KeyHelp(keys, room, s))
	for i, line := range lines {
		lines[i] = widget.Fit(line, room)
	}
	return box("Jump to a time", lines, width, height, s)
}

// meaning says how the text was understood, with remarks, or what is wrong with it.
func (j *Jump) meaning(room int) []string {
	s := j.env.Styles
	if strings.TrimSpace(j.input.Value()) == "" {
		return wrapped(timeparse.Examples, room, s.Muted.Render)
	}
	reading, err := j.read()
	if err != nil {
		return wrapped("✗ "+err.Error(), room, s.Bad.Render)
	}
	at, now := reading.At, j.now()
	far := widget.In(at, now)
	if at.Before(now) {
		far = widget.Countdown(now.Sub(at)) + " ago"
	}
	lines := wrapped("→ "+named(at)+" · "+far, room, s.Good.Render)
	if local := at.In(j.env.Zone); local.Format(time.DateTime) != at.Format(time.DateTime) {
		lines = append(lines, wrapped("  "+named(local), room, s.Muted.Render)...)
	}
	for _, remark := range reading.Remarks {
		lines = append(lines, wrapped("! "+remark, room, s.Warn.Render)...)
	}
	switch {
	case j.tooLate(reading):
		lines = append(lines, wrapped("! time does not run backwards", room, s.Warn.Render)...)
	case at.Before(now):
		lines = append(lines, wrapped("! time does not run backwards: enter asks to start the demo again then", room, s.Warn.Render)...)
	}
	return lines
}

// named returns an instant with everything needed to identify it.
func named(t time.Time) string {
	text := t.Format("Mon 2 Jan 2006 15:04:05 -07:00")
	if name := t.Location().String(); name != "Local" && name != "" && name != t.Format("-07:00") {
		text += " " + name
	}
	return text
}

func wrapped(text string, room int, style func(string) string) []string {
	var lines []string
	for part := range strings.SplitSeq(ansi.Wrap(display.Clean(text), room, ""), "\n") {
		lines = append(lines, style(part))
	}
	return lines
}
