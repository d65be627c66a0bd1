package standalone

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/tuitest"
	"github.com/kronoscope/kronoscope/tui/widget"
)

func TestTheStandaloneEditorFillsEveryTerminal(t *testing.T) {
	a, err := newModel(t.Context(), Options{
		Start: workload.Timing{Schedule: "0 2 * * *"}, Now: func() time.Time { return tuitest.Now }, Zone: tuitest.Paris, Theme: "none",
	})
	if err != nil {
		t.Fatal(err)
	}
	a.Update(a.editor.Init()())
	for _, size := range [][2]int{{60, 15}, {80, 24}, {120, 36}, {200, 60}} {
		a.Update(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
		frame := a.View().Content
		lines := strings.Split(frame, "\n")
		if len(lines) != size[1] || !strings.Contains(frame, "every day at 02:00 (UTC)") {
			t.Errorf("at %v: %d lines\n%s", size, len(lines), frame)
		}
		for i, line := range lines {
			if w := widget.Width(line); w != size[0] {
				t.Errorf("at %v line %d has %d cells: %q", size, i, w, line)
			}
		}
	}
	a.Update(tea.WindowSizeMsg{Width: 40, Height: 10})
	if got := a.View().Content; !strings.Contains(got, "The terminal is too small") {
		t.Errorf("a terminal that is too small shows %q", got)
	}
}
