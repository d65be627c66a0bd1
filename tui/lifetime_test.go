package tui

import (
	"context"
	"testing"

	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/textview"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

// opens pushes a screen and returns the context that it was made with.
func (h *harness) opens() context.Context {
	var lifetime context.Context
	h.run(h.root.push(func(ctx context.Context) screen.Screen {
		lifetime = ctx
		return textview.New(ctx, h.root.env, "text", func(context.Context) (string, error) { return "text", nil })
	}))
	return lifetime
}

func TestAScreensContextEndsWhenItLeavesTheStack(t *testing.T) {
	h := start(t, tuitest.Scene(), 80, 24)
	below, above := h.opens(), h.opens()
	h.press("esc")
	if above.Err() == nil || below.Err() != nil {
		t.Errorf("after esc: above %v, below %v; want the upper one's ended", above.Err(), below.Err())
	}
	above = h.opens()
	h.press("1") // to the tab's first screen
	if above.Err() == nil || below.Err() == nil {
		t.Errorf("after the tab's key: above %v, below %v; want both ended", above.Err(), below.Err())
	}
}

func TestAScreensContextEndsWithTheProgram(t *testing.T) {
	h := start(t, tuitest.Scene(), 80, 24)
	lifetime := h.opens()
	h.press("q")
	if !h.quit || lifetime.Err() == nil {
		t.Errorf("quit %t, the context of the screen in view: %v", h.quit, lifetime.Err())
	}
}
