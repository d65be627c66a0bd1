package tui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/clock"
	"github.com/kronoscope/kronoscope/tui/tuitest"
	"github.com/kronoscope/kronoscope/tui/widget"
)

func TestJumpPromptShowsHowTheTextIsUnderstood(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press("@")
	h.sees("Jump to a time", `"mon 02:00"`, "esc cancel")
	h.seesNot("the last such time") // there is nothing that could begin again
	h.text("mon 02:0")
	h.sees(`✗ "02:0" is not a date, time, weekday or zone`)
	h.press("enter")
	h.sees("Jump to a time")
	h.text("0")
	h.sees("→ Mon 30 Nov 2026 02:00:00 +01:00 Europe/Paris · in 6d")
	h.text(" America/New_York")
	h.sees("→ Mon 30 Nov 2026 02:00:00 -05:00 America/New_York", "Mon 30 Nov 2026 08:00:00 +01:00 Europe/Paris")
	h.press("enter")
	h.seesNot("Jump to a time")
	h.sees("✓ it is Mon 30 Nov 08:00", "Mon 30 Nov 08:00:00 Europe/Paris")
}

func TestJumpPromptWarnsOfTheClocksGoingBack(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	h := start(t, tuitest.Scene(), 80, 24, func(o *Options) { o.Zone = paris })
	h.press("@")
	h.text("31 october 2027 02:30")
	h.sees("→ Sun 31 Oct 2027 02:30:00 +02:00 Europe/Paris", "! the clocks go back from 03:00 to 02:00", "! 02:30 comes twice")
}

func TestJumpFromThePaletteTakesTheInstant(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press(":")
	h.text("at mon 2am")
	h.sees("jump mon 2am", "→ Mon 30 Nov 02:00")
	h.press("enter")
	h.sees("it is Mon 30 Nov 02:00")
	h.press(":")
	h.text("jump soon")
	h.press("enter")
	h.sees("Jump to a time", "@ soon▏", `✗ "soon" is not a date`)
	h.press("esc", ":")
	h.text("jump")
	h.press("enter")
	h.sees("@ ▏")
}

func TestHeaderShowsAJumpAndEscStopsIt(t *testing.T) {
	for width, want := range map[int]string{120: "embedded ⏩ → Wed 25 Nov 01:58:12 · 50 %", 60: "embedded ⏩ → 25 Nov 01:58:12 · 50 %"} {
		h := start(t, tuitest.Scene(), width, 20)
		h.clock.SetJump(&kube.ClockJump{From: tuitest.Now.Add(-24 * time.Hour), To: tuitest.Now.Add(24 * time.Hour)})
		h.send(tickMsg{})
		h.sees(want, "esc stop the clock here")
		h.press(">")
		h.sees("the clock jumps: esc stops it")
		h.send(clock.SteppedMsg{Cluster: h.root.opts.Cluster, Err: kube.ErrJumping})
		h.sees("the clock jumps: esc stops it")
		h.press("/", "esc") // closes the filter first
		if h.clock.Stops() != 0 {
			t.Error("esc of the filter stops the jump")
		}
		h.press("esc")
		if h.clock.Stops() != 1 || h.clock.Steps() != 0 {
			t.Errorf("%d stops, %d steps", h.clock.Stops(), h.clock.Steps())
		}
		h.send(clock.JumpedMsg{Cluster: h.root.opts.Cluster, To: tuitest.Now.Add(24 * time.Hour), Err: kube.ErrJumpStopped})
		h.sees("stopped at Tue 24 Nov 01:58:12", "▶ 60×")
	}
}

func TestPauseStopsAJumpWhereItIsAndLeavesTheClockPaused(t *testing.T) {
	for name, before := range map[string]bool{"was running": false, "was paused": true} {
		t.Run(name, func(t *testing.T) {
			h := start(t, tuitest.Scene(), 120, 20)
			_ = h.clock.SetPaused(t.Context(), before)
			h.clock.SetJump(&kube.ClockJump{From: tuitest.Now.Add(-24 * time.Hour), To: tuitest.Now.Add(24 * time.Hour)})
			h.send(tickMsg{})
			h.press("P")
			if !h.clock.State().Paused || h.clock.Stops() != 1 || !h.clock.StoppedPaused() {
				t.Errorf("paused %v after %d stops, paused before it %v", h.clock.State().Paused, h.clock.Stops(), h.clock.StoppedPaused())
			}
			h.send(clock.JumpedMsg{Cluster: h.root.opts.Cluster, To: tuitest.Now.Add(24 * time.Hour), Err: kube.ErrJumpStopped})
			h.sees("stopped at Tue 24 Nov 01:58:12", "⏸ paused 60×")
			h.press("P")
			h.sees("▶ 60×")
			if h.clock.Stops() != 1 {
				t.Error("resuming stops a jump that is over")
			}
		})
	}
}

func TestTheSpeedDoesNotChangeUnseenDuringAJump(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 20)
	h.clock.SetJump(&kube.ClockJump{From: tuitest.Now.Add(-24 * time.Hour), To: tuitest.Now.Add(24 * time.Hour)})
	for _, change := range []string{"+", "-"} {
		h.press(change)
		h.sees("the clock jumps: esc stops it where it is")
	}
	h.press(":")
	h.text("speed 3600")
	h.press("enter")
	h.sees("the clock jumps: esc stops it where it is")
	h.clock.SetJump(nil)
	h.send(tickMsg{})
	h.sees("▶ 60×")
}

func TestTimeDoesNotRunBackwards(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press("@")
	h.text("2026-10-25 03:00")
	h.sees("! time does not run backwards")
	h.press("enter") // does nothing
	h.sees("Jump to a time")
	h.press("esc", ":")
	h.text("at 2026-10-25 03:00")
	h.press("enter")
	h.sees("! Sun 25 Oct 03:00: That was 29d22h ago, and time does not run backwards")
	if now := h.clock.State().Now; !now.Equal(tuitest.Now) {
		t.Errorf("the clock shows %v", now)
	}
}

func TestTheDemoBeginsAgainAtAPastInstantOnceAsked(t *testing.T) {
	next := &kube.Cluster{Context: "demo", Embedded: true, Clock: tuitest.NewClock(10)}
	var begun []time.Time
	h := start(t, tuitest.Scene(), 120, 36, func(o *Options) {
		o.Restart = func(_ context.Context, at time.Time) (*kube.Cluster, Source, error) {
			begun = append(begun, at)
			if len(begun) == 1 {
				return nil, nil, errors.New("no room")
			}
			source := tuitest.NewSource(&workload.Snapshot{Link: workload.Link{State: workload.LinkLive}})
			source.Ends = true
			return next, source, nil
		}
	})
	ask := func() {
		h.press("@")
		h.text("25 October 03:00")
		h.sees("Mon 25 Oct 2027")
		h.press("tab")
		h.sees("→ Sun 25 Oct 2026 03:00:00", "29d22h ago", "! time does not run backwards: enter asks to start the demo again")
		h.press("enter")
		h.sees("Start the demo again at Sun 25 Oct 03:00?", "is lost")
	}
	ask()
	h.press("enter") // cancel has the focus
	if len(begun) != 0 {
		t.Fatal("it begins again without a yes")
	}
	ask()
	h.press("y")
	h.sees("✗ starting the demo again: no room", "daily-backup")
	ask()
	h.press("y")
	want := time.Date(2026, 10, 25, 3, 0, 0, 0, tuitest.Paris)
	if len(begun) != 2 || !begun[1].Equal(want) || h.root.opts.Cluster != next {
		t.Errorf("begun at %v, want twice %v", begun, want)
	}
	h.seesNot("daily-backup")
	h.sees("▶ 10×")
}

func TestStepsReportTheEvent(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.clock.Changes = []string{"job/pi created", "pod/pi-x7k2p created", "pod/pi-x7k2p Running", "job/pi Complete", "job/e created"}
	h.press(">")
	h.sees("01:58:12 job/pi created, pod/pi-x7k2p created, pod/pi-x7k2p Running and 2 more")
	h.clock.Changes = nil
	h.press(">")
	h.sees("01:58:12 no Job or pod changed")
	h.seesNot("job/pi created")
	h.clock.Err = errors.New("gone")
	h.press(">", "+")
	h.sees("stepping to the next event: gone", "turning the clock: gone", "▶ 60×")
}

// queued presses a key and keeps the command instead of running it, as when the clock is slow to answer.
func (h *harness) queued(name string) tea.Cmd {
	_, cmd := h.root.Update(keyPress(name))
	return cmd
}

func TestManyPressesDoNotPileUp(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	first := h.queued(">")
	for range 50 {
		if h.queued(">") != nil {
			t.Fatal("a step is sent while one is under way")
		}
	}
	h.run(first)
	if h.clock.Steps() != 2 {
		t.Errorf("51 presses during one step make %d, want that one and one more", h.clock.Steps())
	}

	first = h.queued("+")
	for range 3 {
		if h.queued("+") != nil {
			t.Fatal("a change is sent while one is under way")
		}
	}
	h.sees("▶ 1800×") // at once, whatever the clock says
	h.queued("P")
	h.run(first)
	if state := h.clock.State(); state.Speed != 1800 || !state.Paused {
		t.Errorf("the clock is left at %+v, want 1800× and paused", state)
	}
}

func TestRealClustersDoNotJump(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36, func(o *Options) { o.Cluster = &kube.Cluster{Context: "prod"} })
	h.press("@")
	h.sees("the time of a real cluster cannot be changed")
	h.press(":")
	h.text("jump")
	if got := h.line("jump to"); strings.Contains(got, "@") {
		t.Errorf("the palette offers %q", got)
	}
}

func TestTheHeaderDistinguishesTheRepeatedHour(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	h := start(t, tuitest.Scene(), 120, 36, func(o *Options) { o.Zone = paris })
	first := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC)
	for want, at := range map[string]time.Time{"02:30:00 CEST Europe/Paris": first, "02:30:00 CET Europe/Paris": first.Add(time.Hour), "03:30:00 Europe/Paris": first.Add(2 * time.Hour)} {
		h.clock.Set(at)
		h.send(tickMsg{})
		h.sees(want)
	}
	if got := widget.Instant(first.In(paris), first); got != "Sun 25 Oct 02:30 CEST" {
		t.Errorf("the jump is told as %q", got)
	}
}
