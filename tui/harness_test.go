package tui

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/logs"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

// harness runs the root without a terminal and without waiting: commands run at once, one after the other, and timers never
// come unless the test sends what they bring.
type harness struct {
	t       *testing.T
	root    *Root
	source  *tuitest.Source
	actions *tuitest.Actions
	clock   *tuitest.Clock
	quit    bool
	due     tea.Msg // what the latest timer would bring, which is never waited for
}

// start opens the program on a snapshot in a terminal of a size. adjust may change the options.
func start(t *testing.T, snapshot *workload.Snapshot, width, height int, adjust ...func(*Options)) *harness {
	t.Helper()
	h := &harness{
		t: t, source: tuitest.NewSource(snapshot), actions: &tuitest.Actions{Text: "kind: Job\nname: pi\n"}, clock: tuitest.NewClock(60),
	}
	h.source.Ends = true
	opts := Options{
		Cluster:   &kube.Cluster{Context: "demo", Embedded: true, Clock: h.clock},
		Inventory: h.source, Actions: h.actions, Theme: "dark", Zone: tuitest.Paris,
		Wall: func() time.Time { return tuitest.Now },
		Logs: func(context.Context, logs.Target) (logs.Feed, error) { return endedFeed{}, nil },
	}
	for _, f := range adjust {
		f(&opts)
	}
	model, err := New(opts)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	h.root = model.(*Root)
	h.root.timers = timers{
		after: func(_ time.Duration, msg tea.Msg) tea.Cmd { h.due = msg; return nil },
		every: func(time.Duration, tea.Msg) tea.Cmd { return nil },
	}
	h.send(tea.WindowSizeMsg{Width: width, Height: height})
	h.run(h.root.Init())
	t.Cleanup(h.root.close)
	return h
}

// endedFeed is the log of a container that wrote nothing.
type endedFeed struct{}

func (endedFeed) Next() (logs.Batch, error) { return logs.Batch{}, io.EOF }
func (endedFeed) Close()                    {}

func (h *harness) send(msg tea.Msg) {
	_, cmd := h.root.Update(msg)
	h.root.View()
	h.run(cmd)
}

// run carries a command out, and what comes of it.
func (h *harness) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case nil:
	case tea.BatchMsg:
		for _, c := range msg {
			h.run(c)
		}
	case tea.QuitMsg:
		h.quit = true
	default:
		h.send(msg)
	}
}

// press presses keys, named as Bubble Tea names them.
func (h *harness) press(keys ...string) {
	h.t.Helper()
	for _, name := range keys {
		h.send(keyPress(name))
	}
}

// text types a text.
func (h *harness) text(text string) {
	for _, r := range text {
		h.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

var namedKeys = map[string]rune{
	"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "up": tea.KeyUp, "down": tea.KeyDown, "backspace": tea.KeyBackspace,
	"home": tea.KeyHome, "end": tea.KeyEnd, "pgdown": tea.KeyPgDown, "pgup": tea.KeyPgUp, "left": tea.KeyLeft, "right": tea.KeyRight,
}

func keyPress(name string) tea.KeyPressMsg {
	if rest, ok := strings.CutPrefix(name, "ctrl+"); ok {
		if rest == "space" {
			rest = " "
		}
		return tea.KeyPressMsg{Code: rune(rest[0]), Mod: tea.ModCtrl}
	}
	if code, ok := namedKeys[name]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if name == "space" {
		return tea.KeyPressMsg{Code: ' ', Text: " "}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// screen is what a person reads.
func (h *harness) screen() string { return ansi.Strip(h.root.View().Content) }

func (h *harness) sees(texts ...string) {
	h.t.Helper()
	for _, text := range texts {
		if !strings.Contains(h.screen(), text) {
			h.t.Errorf("the screen does not show %q:\n%s", text, h.screen())
		}
	}
}

func (h *harness) seesNot(texts ...string) {
	h.t.Helper()
	for _, text := range texts {
		if strings.Contains(h.screen(), text) {
			h.t.Errorf("the screen shows %q:\n%s", text, h.screen())
		}
	}
}

// line is the line of the screen that holds a text, "" when there is none.
func (h *harness) line(text string) string {
	for line := range strings.SplitSeq(h.screen(), "\n") {
		if strings.Contains(line, text) {
			return line
		}
	}
	return ""
}
