package calendar

import (
	"context"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube/slots"
	"github.com/kronoscope/kronoscope/tui/async"
)

func TestOnlyAChangeOfSchedulesCountsAgain(t *testing.T) {
	w := newWorld(t)
	month, days := w.screen.asked.monthOf.Question(), w.screen.asked.daysOf.Question()
	w.changed(w.env.Snapshot.CronJobs...)
	if w.screen.asked.monthOf.Question() != month || w.screen.asked.daysOf.Question() != days {
		t.Error("counted again though nothing changed")
	}
	w.changed(w.env.Snapshot.CronJobs[0])
	w.sees("1 CronJob ·", "Tue 24 Nov · 1 run")
}

func TestStaleAnswersAreDropped(t *testing.T) {
	w := newWorld(t)
	now := w.screen.asked.monthOf.Question()
	before := now
	before.first = now.first.AddMonths(-1)
	wrong := func(context.Context) *slots.Month {
		return &slots.Month{First: w.screen.day.First(), Counts: []int{7777}}
	}
	stale := w.screen.asked.monthOf.Ask(t.Context(), before, wrong)()
	w.run(w.screen.ask())
	w.send(stale)
	var another async.Query[question, *slots.Month]
	w.send(another.Ask(t.Context(), now, wrong)())
	w.seesNot("7777")
}

// TestOnlyWhatIsListedIsOpened moves on from a run and presses enter before the new list is there.
func TestOnlyWhatIsListedIsOpened(t *testing.T) {
	w := newWorld(t)
	w.press("d", "n", "down")
	w.sees("── 03:00 · 1 run", "03:00 · health-check")
	list := w.screen.layout().gridWidth + 4
	w.hold = true
	w.press("down")
	w.seesNot("03:00 · health-check")
	w.press("enter")
	for y := range 12 {
		w.send(tea.MouseClickMsg{Button: tea.MouseLeft, X: list, Y: y})
	}
	w.press("enter")
	if p := w.screen.panel; p != nil {
		t.Errorf("opens the slot of %v", p.entry.At)
	}
	if w.screen.list.focused {
		t.Error("a click selects in a list that is not in view")
	}
	w.hold = false
	for _, cmd := range w.held {
		w.run(cmd)
	}
	w.press("enter")
	w.sees("── would run ──", "Tue 24 Nov 03:00 UTC", "Tue 24 Nov 04:00 Europe/Paris")
}

// TestAListOfAnotherZoneIsNotShown lists the entries of a minute that the new zone's day has too.
func TestAListOfAnotherZoneIsNotShown(t *testing.T) {
	w := newWorld(t)
	w.press("d", "n", "down")
	w.sees("03:00 · health-check")
	w.hold = true
	w.press("z", "z") // UTC
	w.hold = false
	days := w.held[len(w.held)-1]
	w.held, w.hold = nil, true
	w.screen.Update(days())
	w.sees("UTC (z)", "── 03:00 · 1 run")
	w.seesNot("03:00 · health-check")
}

func TestABusyClusterKeepsNoCountFromEnding(t *testing.T) {
	w := newWorld(t)
	w.hold = true
	w.changed(w.env.Snapshot.CronJobs[0])
	for range 3 {
		w.changed(w.env.Snapshot.CronJobs[0])
	}
	if n := len(w.held); n != 1 {
		t.Fatalf("%d counts are under way, not the first alone", n)
	}
	w.hold = false
	w.run(w.held[0])
	w.sees("1 CronJob ·", "Tue 24 Nov · 1 run")
	if got := &w.screen.asked.pastOf; got.Busy() || got.Question().snapshot != w.env.Snapshot.Version {
		t.Errorf("what became of the runs was not asked again: %+v", got.Question())
	}
}

// TestSchedulesThatChangeKeepNoCountFromEnding lets an @every schedule run before each answer: each run changes its slots.
func TestSchedulesThatChangeKeepNoCountFromEnding(t *testing.T) {
	for _, view := range []string{"m", "w", "d"} {
		w := worldOf(t, nil)
		w.press(view)
		w.hold = true
		runs := func() {
			w.env.Now = w.env.Now.Add(time.Minute)
			c := cronJob(t, "drift", "@every 1m", "UTC")
			c.Schedule = c.Schedule.WithAnchor(w.env.Now)
			w.changed(c)
		}
		runs()
		before := w.screen.version
		for range 20 {
			next := w.held[0]
			w.held = w.held[1:]
			runs()
			switch msg := next().(type) {
			case tea.BatchMsg:
				w.held = append(w.held, msg...)
			default:
				w.send(msg)
			}
			if len(w.held) == 0 || len(w.held) > 8 {
				t.Fatalf("%s: %d commands wait", view, len(w.held))
			}
		}
		a := &w.screen.asked
		if a.daysFor.version < before || a.pastFor.slots.version < before || view == "m" && a.month.Counts[w.screen.day.Day-1] == 0 {
			t.Errorf("%s: the slots of version %d and what became of those of %d are known, of %d on", view, a.daysFor.version, a.pastFor.slots.version, before)
		}
		if view != "m" && len(w.screen.list.entries) == 0 {
			t.Errorf("%s: nothing is listed", view)
		}
	}
}
