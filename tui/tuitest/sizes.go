package tuitest

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// Sized is a screen, as far as its size goes.
type Sized interface {
	SetSize(width, height int)
	View() string
}

// Fills fails the test unless the screen draws exactly the cells that it is given. Where there are none, it may draw what it likes, as long as
// it lives.
func Fills(t testing.TB, s Sized, width, height int) {
	t.Helper()
	s.SetSize(width, height)
	view := s.View()
	if width == 0 || height == 0 {
		return
	}
	lines := strings.Split(view, "\n")
	if len(lines) != height {
		t.Fatalf("%d lines at %d×%d", len(lines), width, height)
	}
	for _, l := range lines {
		if ansi.StringWidth(l) != width {
			t.Fatalf("%d cells at %d×%d: %q", ansi.StringWidth(l), width, height, l)
		}
	}
}
