package schedule

import (
	"fmt"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

// Typing never waits for answers; text typed meanwhile is evaluated after them.
func TestQuestionsDoNotPileUp(t *testing.T) {
	s := written(t, workload.Timing{Schedule: "0 2 * * 1"}, nil, 100, 25)
	write := func(text string) tea.Cmd {
		s.fields[expression].input.SetValue("")
		return s.Update(tea.PasteMsg{Content: text})
	}
	first := write("0 2 * * 2")
	for _, text := range []string{"0 2 * * 3", "0 2 * * 4"} {
		if write(text) != nil {
			t.Errorf("%q is worked out beside what came before", text)
		}
	}
	if cmd := s.Update(tea.KeyPressMsg{Code: tea.KeyEnter}); cmd != nil {
		t.Error("what is not worked out is handed over")
	}
	last := s.Update(first())
	s.sees(t, "Tuesdays at 02:00")
	run(s, last)
	s.sees(t, "Thursdays at 02:00")
	other := written(t, workload.Timing{Schedule: "@hourly"}, nil, 100, 25)
	s.Update(other.ask()())
	s.sees(t, "Thursdays at 02:00")
}

// A clock that is faster than the answers does not keep them from arriving.
func TestAClockThatRunsFastDoesNotKeepAnswersFromComing(t *testing.T) {
	s := written(t, workload.Timing{Schedule: "*/5 * * * *"}, nil, 100, 25)
	tick := func() tea.Cmd {
		s.env.Now = s.env.Now.Add(10 * time.Minute)
		return s.Update(screen.TickMsg{})
	}
	anew := tick()
	if tick() != nil {
		t.Error("it asks again before it is answered")
	}
	if cmd := s.Update(anew()); cmd != nil {
		t.Error("what a tick would have asked is asked without one")
	}
	s.sees(t, "Tue 24 Nov 01:10")
	if tick() == nil {
		t.Error("it does not ask again after it was answered")
	}
}

func TestTimeThatPassesIsFollowed(t *testing.T) {
	s := written(t, workload.Timing{Schedule: "*/5 * * * *"}, nil, 100, 25)
	if cmd := s.Update(screen.TickMsg{}); cmd != nil {
		t.Error("it asks again although no run has come")
	}
	s.env.Now = tuitest.Now.Add(2 * time.Minute)
	run(s, s.Update(screen.TickMsg{}))
	if at := s.answer.after.runs[0].At; !at.After(s.env.Now) {
		t.Errorf("the first run listed, %v, has come", at)
	}
}

// BenchmarkKey measures a key press with its answer, with many other CronJobs. Enter may come before the answer to the last text, and a
// key after it.
func TestEnterAppliesWhatWasTypedLast(t *testing.T) {
	for _, hasty := range []bool{false, true} {
		s := written(t, workload.Timing{Schedule: "0 2 * * *"}, nil, 100, 25)
		s.fields[expression].input.SetValue("0 2 * * ")
		answer := s.Update(tea.KeyPressMsg{Code: '1', Text: "1"})
		run(s, s.Update(tea.KeyPressMsg{Code: tea.KeyEnter}))
		want := []tea.Msg{ChosenMsg{workload.Timing{Schedule: "0 2 * * 1"}}}
		if hasty {
			run(s, s.Update(tea.KeyPressMsg{Code: ' ', Text: " "}))
			want = nil
		}
		run(s, answer)
		if diff := cmp.Diff(want, s.env.Asked()); diff != "" {
			t.Errorf("with another key after it %t: %s", hasty, diff)
		}
	}
}

func BenchmarkKey(b *testing.B) {
	theme, _ := themes.ByName("dark")
	snapshot := &workload.Snapshot{}
	for i := range 10_000 {
		zone, err := time.LoadLocation("Europe/Paris") // each CronJob loads its own
		if err != nil {
			b.Fatal(err)
		}
		snapshot.CronJobs = append(snapshot.CronJobs, tuitest.CronJob(fmt.Sprintf("c-%d", i), fmt.Sprintf("%d %d * * *", i%60, i%24), zone, time.Hour))
	}
	env := &screen.Env{Cluster: &kube.Cluster{}, Snapshot: snapshot, Styles: theme.Styles(), Keys: keymap.Default(), Now: tuitest.Now, Zone: tuitest.Paris}
	s := New(b.Context(), env, snapshot.CronJobs[0].Key())
	s.SetSize(200, 55)
	for i := 0; b.Loop(); i++ {
		s.fields[expression].input.SetValue(fmt.Sprintf("%d 2 * * *", i%60))
		s.Update(s.ask()())
		s.View()
	}
}
