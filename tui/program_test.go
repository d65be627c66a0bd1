package tui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/teatest/v2"
	"go.uber.org/goleak"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/logs"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

func program(t *testing.T) (*teatest.TestModel, *tuitest.Source, *tuitest.Actions) {
	t.Helper()
	source, actions := tuitest.NewSource(tuitest.Scene()), &tuitest.Actions{Text: "Name: daily-backup\n"}
	model, err := New(Options{
		Cluster:   &kube.Cluster{Context: "demo", Embedded: true, Clock: tuitest.NewClock(60)},
		Inventory: source, Actions: actions, Theme: "dark", Zone: tuitest.Paris,
		Logs: func(context.Context, logs.Target) (logs.Feed, error) { return endedFeed{}, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return teatest.NewTestModel(t, model, teatest.WithInitialTermSize(100, 30)), source, actions
}

func waitFor(t *testing.T, out io.Reader, text string) {
	t.Helper()
	teatest.WaitFor(t, out, func(b []byte) bool { return bytes.Contains(b, []byte(text)) }, teatest.WithDuration(20*time.Second))
}

func TestWholeProgramTriggersAndLeaves(t *testing.T) {
	// The timer of a notice ends by itself; the test's own waiter for signals does not end at all.
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent(),
		goleak.IgnoreAnyFunction("charm.land/bubbletea/v2.Tick.func1"),
		goleak.IgnoreAnyFunction("github.com/charmbracelet/x/exp/teatest/v2.NewTestModel.func2"))
	tm, source, actions := program(t)
	waitFor(t, tm.Output(), "daily-backup")
	tm.Type("/daily")
	tm.Send(tea.KeyPressMsg{Code: tea.KeyEnter})
	tm.Type("t")
	waitFor(t, tm.Output(), "daily-backup-manual-abc")
	source.C <- tuitest.Crowd(50)
	tm.Send(tea.KeyPressMsg{Code: tea.KeyEscape})
	tm.Type("2")
	waitFor(t, tm.Output(), "import-batch-000000")
	tm.Type("q")
	tm.WaitFinished(t, teatest.WithFinalTimeout(20*time.Second))
	if log := actions.Log(); len(log) != 1 || log[0] != "trigger default/daily-backup" {
		t.Errorf("actions: %v", log)
	}
}

func TestWholeProgramResizes(t *testing.T) {
	tm, _, _ := program(t)
	waitFor(t, tm.Output(), "daily-backup")
	for _, size := range [][2]int{{60, 15}, {10, 3}, {200, 60}, {0, 0}, {80, 24}} {
		tm.Send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
	}
	tm.Type("?")
	waitFor(t, tm.Output(), "Keys of CronJobs")
	tm.Send(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
	tm.WaitFinished(t, teatest.WithFinalTimeout(20*time.Second))
}

// panicking is a source whose data breaks the program.
type panicking struct{}

func (panicking) Wait(context.Context) (*workload.Snapshot, error) { panic("broken data") }

func TestPanicsRestoreTheTerminal(t *testing.T) {
	var out bytes.Buffer
	err := Run(t.Context(), Options{
		Cluster: &kube.Cluster{Context: "demo"}, Inventory: panicking{}, Actions: &tuitest.Actions{}, Theme: "none",
	}, tea.WithInput(&bytes.Buffer{}), tea.WithOutput(&out), tea.WithWindowSize(80, 24), tea.WithoutSignals())
	if !errors.Is(err, tea.ErrProgramPanic) {
		t.Fatalf("Run: %v, want a panic told as an error", err)
	}
	on, off := strings.LastIndex(out.String(), ansi.SetModeAltScreenSaveCursor), strings.LastIndex(out.String(), ansi.ResetModeAltScreenSaveCursor)
	if on >= 0 && off < on {
		t.Errorf("the alternate screen is left on: entered at %d, left at %d of %d bytes", on, off, out.Len())
	}
}

func TestTheEndOfTheContextEndsTheProgram(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := Run(ctx, Options{
		Cluster: &kube.Cluster{Context: "demo"}, Inventory: tuitest.NewSource(), Actions: &tuitest.Actions{}, Theme: "none",
	}, tea.WithInput(&bytes.Buffer{}), tea.WithOutput(io.Discard), tea.WithWindowSize(80, 24), tea.WithoutSignals())
	if err != nil {
		t.Errorf("Run: %v", err)
	}
}
