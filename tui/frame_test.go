package tui

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

func TestClockKeys(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.sees("▶ 60×")
	h.press("+")
	h.sees("▶ 120×")
	h.press("-", "-", "-")
	h.sees("▶ 10×")
	h.press("P")
	h.sees("⏸ paused")
	h.press(">", "P")
	h.sees("▶ 10×")
	for range 10 {
		h.press("+")
	}
	h.sees("▶ max", "01:58 Europe/Paris")
	h.press("-")
	h.sees("▶ 3600×")
	if state := h.clock.State(); h.clock.Steps() != 1 || state.Speed != 3600 || state.Paused {
		t.Errorf("%d steps, then %+v", h.clock.Steps(), state)
	}
}

func TestRealClustersKeepTheirTime(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36, func(o *Options) { o.Cluster = &kube.Cluster{Context: "prod", Namespace: "batch"} })
	h.sees("⎈ prod · ns/batch", "● live")
	h.seesNot("speed")
	h.press("+")
	h.sees("the time of a real cluster cannot be changed")
}

func TestHeaderShowsALostConnection(t *testing.T) {
	lost := tuitest.Scene()
	lost.Link = workload.Link{State: workload.LinkLost, Err: errors.New("connection refused"), Retry: tuitest.Now.Add(2500 * time.Millisecond)}
	h := start(t, lost, 120, 36)
	h.sees("✗ lost: connection refused, retry in 3s", "daily-backup")
	h.send(dataMsg{gen: h.root.gen, snapshot: tuitest.Scene()})
	h.sees("▶ 60×", "connected again")
	h.send(dataMsg{gen: h.root.gen, err: errors.New("out of memory")})
	h.sees("reading the cluster: out of memory", "daily-backup")
}

func TestEmptyListsSayWhy(t *testing.T) {
	h := start(t, &workload.Snapshot{}, 120, 36)
	h.sees("Waiting for the CronJobs of demo", "… connecting")
	h.send(dataMsg{gen: h.root.gen, snapshot: &workload.Snapshot{Link: workload.Link{State: workload.LinkLive}}})
	h.sees("No CronJobs in any namespace.")
	h.send(dataMsg{gen: h.root.gen, snapshot: tuitest.Scene()})
	h.send(namespaceMsg{"elsewhere"})
	h.sees("No CronJobs in namespace elsewhere; 6 in others", "ns/elsewhere", "1 CronJobs 0")
}

func TestQuitAsksOnlyWhileAnActionIsUnderWay(t *testing.T) {
	h := start(t, tuitest.Scene(), 80, 24)
	h.press("2", "d", "q")
	if !h.quit {
		t.Error("q does not leave from a text")
	}
	h = start(t, tuitest.Scene(), 80, 24)
	h.press("/")
	h.text("q")
	if h.quit {
		t.Fatal("q leaves while a filter is typed")
	}
	h.press("ctrl+c")
	if !h.quit {
		t.Error("ctrl-c does not leave while a filter is typed")
	}
	h = start(t, tuitest.Scene(), 80, 24)
	h.root.pending = 1
	h.press("q")
	h.sees("Leave now?")
	h.press("esc")
	h.seesNot("Leave now?")
	h.press("q", "y")
	if !h.quit {
		t.Error("the answer yes does not leave")
	}
	h = start(t, tuitest.Scene(), 80, 24)
	h.root.pending = 1
	h.press("q", "ctrl+c")
	if !h.quit {
		t.Error("ctrl-c does not leave from a question")
	}
}

func TestPaletteFindsAndRuns(t *testing.T) {
	h := start(t, tuitest.Scene(), 80, 24)
	h.press(":")
	h.text("jo")
	h.press("enter")
	h.sees("STATUS")
	h.press(":")
	h.text("nsdef")
	h.press("enter")
	h.sees("ns/default")
	h.press(":")
	h.text("theme none")
	h.press("enter")
	if !h.root.env.Styles.Plain {
		t.Error("the theme has not changed")
	}
	h.press(":")
	h.text("zzzz")
	h.sees("no such command")
	h.press("enter", "esc", ":")
	h.text("quit")
	h.press("enter")
	if !h.quit {
		t.Error("quit does not leave")
	}
}

func TestMouse(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	click := func(x, y int) { h.send(tea.MouseClickMsg{Button: tea.MouseLeft, X: x, Y: y}) }
	click(10, 6)
	if got := h.line("▸"); !strings.Contains(got, "daily-backup") {
		t.Errorf("a click on the third line selects %q", got)
	}
	click(strings.Index(h.line("CronJobs"), "2 Jobs"), 1)
	h.sees("STATUS")
	h.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown, X: 10, Y: 10})
	click(10, 5)
	click(10, 5)
	h.sees("‹ Jobs ›")
	click(2, 1)
	h.seesNot("‹")
}

func TestTabsKeepTheirStacks(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press("y")
	h.sees("YAML of cronjob/broken-schedule", "kind: Job")
	h.press("2")
	h.sees("STATUS")
	h.press("1")
	h.sees("YAML of")
	h.press("1")
	h.seesNot("YAML of")
	h.press("tab", "tab", "tab", "tab", "tab")
	h.sees("SCHEDULE")
}

func TestTextViewSearches(t *testing.T) {
	h := start(t, tuitest.Scene(), 80, 24)
	h.actions.Text = strings.Repeat("line\n", 100) + "Needle: one\n" + strings.Repeat("line\n", 100) + "needle: two\n"
	h.press("d", "/")
	h.text("needle")
	h.sees("Needle: one", "1 of 2")
	h.press("enter", "n")
	h.sees("needle: two", "2 of 2")
	h.press("n", "esc")
	h.seesNot("/needle")
	h.sees("describe")
	h.press("esc")
	h.seesNot("‹")
}

func TestViewMakesNoCalls(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	waits := h.source.Waits.Load()
	for _, keys := range [][]string{nil, {"2"}, {"3"}, {"4"}, {"5"}, {"?"}} {
		for _, key := range keys {
			h.root.Update(keyPress(key))
		}
		for range 10 {
			h.root.View()
		}
	}
	if got := h.source.Waits.Load(); got != waits {
		t.Errorf("drawing waited for data %d times", got-waits)
	}
	wantLog(t, h)
}

func TestUnknownObjectsAreNotOpened(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	gone := kube.Key{Namespace: "default", Name: "gone"}
	h.send(screen.ShowMsg{Ref: screen.Ref{Kind: screen.KindPod, Key: gone}})
	h.sees("pod/gone is no longer in the cluster")
	h.send(screen.ShowMsg{Ref: screen.Ref{Kind: screen.KindCronJob, Key: kube.Key{Namespace: "default", Name: "log-cleanup"}}, As: screen.Logs})
	h.sees("cronjob/log-cleanup has no Job")
}
