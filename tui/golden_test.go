package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/kronoscope/kronoscope/tui/tuitest"
)

// TestFrames holds whole frames as a person reads them, at a fixed time and zone.
func TestFrames(t *testing.T) {
	sizes := []struct {
		name          string
		width, height int
	}{{"60x15", 60, 15}, {"80x24", 80, 24}, {"120x36", 120, 36}}
	views := []struct {
		name string
		keys []string
	}{
		{"cronjobs", []string{"j", "j"}},
		{"jobs", []string{"2", "j"}},
		{"timeline", []string{"4"}},
		{"events", []string{"5"}},
		{"marked", []string{"space", "j", "space"}},
		{"help", []string{"?"}},
		{"palette", []string{":"}},
		{"delete", []string{"j", "j", "ctrl+d"}},
		{"triggered", []string{"j", "j", "t"}},
		{"yaml", []string{"y"}},
	}
	for _, size := range sizes {
		for _, view := range views {
			t.Run(view.name+"-"+size.name, func(t *testing.T) {
				h := start(t, tuitest.Scene(), size.width, size.height)
				h.press(view.keys...)
				golden.RequireEqual(t, trimmed(h.screen()))
			})
		}
	}
}

// TestColouredFrame holds one frame with its escape sequences, so that a change of what is coloured is seen.
func TestColouredFrame(t *testing.T) {
	h := start(t, tuitest.Scene(), 80, 24)
	h.press("2", "space")
	golden.RequireEqual(t, h.root.View().Content)
}

// trimmed leaves out the spaces at the ends of lines, which editors would take away.
func trimmed(frame string) string {
	lines := strings.Split(frame, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

func TestTheViewIsAWholeScreen(t *testing.T) {
	h := start(t, tuitest.Scene(), 80, 24)
	v := h.root.View()
	if !v.AltScreen || v.MouseMode != tea.MouseModeCellMotion || v.WindowTitle != "kronoscope · demo" {
		t.Errorf("view: alternate screen %t, mouse %v, title %q", v.AltScreen, v.MouseMode, v.WindowTitle)
	}
}
