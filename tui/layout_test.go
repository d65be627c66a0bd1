package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/frame"
	"github.com/kronoscope/kronoscope/tui/tuitest"
	"github.com/kronoscope/kronoscope/tui/widget"
)

func TestPartsFillTheTerminalAtEverySize(t *testing.T) {
	for w := frame.MinWidth; w <= 300; w++ {
		for h := frame.MinHeight; h <= 100; h++ {
			l := layoutFor(w, h)
			y := 0
			for _, part := range []rect{l.header, l.tabs, l.top, l.content, l.bottom, l.footer} {
				if part.x != 0 || part.y != y || part.w != w || part.h < 1 {
					t.Fatalf("at %d×%d a part is %+v, want it at line %d over the whole width", w, h, part, y)
				}
				y += part.h
			}
			if y != h || l.tooSmall {
				t.Fatalf("at %d×%d the parts have %d lines, too small: %t", w, h, y, l.tooSmall)
			}
		}
	}
}

func TestFullScreenLogsFillTheTerminal(t *testing.T) {
	h := start(t, tuitest.Scene(), 80, 24)
	h.press("2", "l")
	h.sees("kronoscope", "autoscroll", "? help")
	h.press("f")
	h.seesNot("kronoscope", "autoscroll", "? help", "──")
	if lines := strings.Split(h.screen(), "\n"); len(lines) != 24 || !strings.Contains(lines[0], "nothing was written") {
		t.Errorf("the log does not begin at the top of 24 lines:\n%s", h.screen())
	}
	h.press("?")
	h.sees("Keys of")
	h.press("esc")
	h.send(tea.WindowSizeMsg{Width: 100, Height: 30})
	if n := strings.Count(h.screen(), "\n"); n != 29 {
		t.Errorf("%d line breaks after a resize to 30 lines", n)
	}
	h.press("esc")
	h.sees("kronoscope", "‹ Jobs", "? help")
}

func TestSmallTerminalsGetAMessage(t *testing.T) {
	for _, size := range [][2]int{{0, 0}, {1, 1}, {5, 40}, {200, 3}, {59, 15}, {60, 14}, {-1, -1}} {
		h := start(t, tuitest.Scene(), size[0], size[1])
		h.press("j", "enter", "?", ":", "t")
		if !h.root.layout.tooSmall {
			t.Errorf("%d×%d is not taken for too small", size[0], size[1])
		}
		if len(h.actions.Log()) > 0 {
			t.Errorf("at %d×%d keys act on what is not seen: %v", size[0], size[1], h.actions.Log())
		}
	}
	h := start(t, tuitest.Scene(), 59, 15)
	h.sees("too small", "59×15", "60×15")
	h.send(tea.WindowSizeMsg{Width: 60, Height: 15})
	h.sees("daily-backup")
}

func TestFramesHaveTheTerminalsSize(t *testing.T) {
	h := start(t, tuitest.Scene(), 80, 24)
	views := [][]string{{}, {"2"}, {"3"}, {"1", "y"}, {"?"}, {"esc", ":"}}
	for _, keys := range views {
		h.press(keys...)
		for _, size := range [][2]int{{60, 15}, {61, 16}, {79, 23}, {80, 24}, {120, 36}, {200, 60}, {300, 100}} {
			h.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			lines := strings.Split(h.root.View().Content, "\n")
			if len(lines) != size[1] {
				t.Fatalf("after %v at %d×%d the frame has %d lines", keys, size[0], size[1], len(lines))
			}
			for i, line := range lines {
				if w := widget.Width(line); w != size[0] {
					t.Fatalf("after %v at %d×%d line %d is %d wide: %q", keys, size[0], size[1], i, w, line)
				}
			}
		}
	}
}
