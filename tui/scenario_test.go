package tui

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

func wantLog(t *testing.T, h *harness, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, h.actions.Log()); diff != "" {
		t.Errorf("actions (-want +got):\n%s", diff)
	}
}

func TestTriggerNamesTheJobAndEnterOpensIt(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press("/")
	h.text("daily")
	h.press("enter", "t")
	wantLog(t, h, "trigger default/daily-backup")
	h.sees("triggered cronjob/daily-backup as job/daily-backup-manual-abc", "enter opens it")
	h.press("enter")
	h.sees("‹ CronJobs › daily-backup-manual-abc")
}

func TestOfferOfANoticeHoldsForOneKey(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press("t", "j", "y")
	h.sees("YAML of cronjob/cleanup-temp")
	h.press("esc", "t")
	h.press("j")
	h.seesNot("enter opens it")
}

func TestSuspendGoesBothWays(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press("j") // cleanup-temp is suspended
	h.sees("s resume")
	h.press("s", "j")
	h.sees("s suspend")
	h.press("s")
	wantLog(t, h, "suspend CronJob default/cleanup-temp false", "suspend CronJob default/daily-backup true")
}

func TestMarkedObjectsAreActedOnTogether(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press("j", "j", "space", "j", "ctrl+space")
	h.sees("• 3 marked")
	h.press("t")
	wantLog(t, h, "trigger default/daily-backup", "trigger default/health-check", "trigger default/log-cleanup")
	h.sees("triggered 3 CronJobs")
	h.seesNot("marked")
}

func TestCalendarIsOfWhatIsMarked(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press("j", "j", "c")
	h.sees("‹ CronJobs › calendar of daily-backup", "November 2026 · daily-backup", "24 Nov · 1 run")
	h.press("esc", "space", "space", "c")
	h.sees("‹ CronJobs › calendar of 2 CronJobs", "24 Nov · 97 runs")
	h.press("w", "enter", "esc", "esc")
	h.sees("• 2 marked")
	h.press("esc", "enter", "c")
	h.sees("‹ CronJobs › log-cleanup › calendar of log-cleanup")
	h.send(screen.CalendarMsg{CronJobs: []kube.Key{{Namespace: "default", Name: "gone"}}})
	h.sees("cronjob/gone is no longer in the cluster")
}

func TestDeleteSaysWhatGoesAndAsksHow(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press("j", "j", "ctrl+d")
	h.sees("Delete cronjob/daily-backup in default?", "It goes with 8 Jobs.", "b background", "f foreground", "o orphan")
	h.press("enter") // the question starts on "cancel"
	h.seesNot("Delete cronjob")
	h.press("ctrl+d", "f", "y")
	wantLog(t, h, "delete CronJob default/daily-backup Foreground")
	h.sees("deleted cronjob/daily-backup")
}

func TestDeletionIsOfWhatTheQuestionShowed(t *testing.T) {
	h := start(t, parisScene(func(c *batchv1.CronJob) { c.UID = "asked about" }), 120, 36)
	h.press("j", "j", "ctrl+d")
	h.sees("Delete cronjob/daily-backup in default?")
	h.arrives(parisScene(func(c *batchv1.CronJob) { c.UID = "made again" }))
	h.press("b", "y")
	wantLog(t, h, "delete CronJob default/daily-backup Background")
	if diff := cmp.Diff([]types.UID{"asked about"}, h.actions.Deleted()); diff != "" {
		t.Error(diff)
	}
}

func TestFailuresAreReportedAndCanBeReadInFull(t *testing.T) {
	h := start(t, tuitest.Scene(), 80, 24)
	h.actions.Err = errors.New("triggering cronjob default/broken-schedule: jobs.batch is forbidden: User \"eve\" cannot create resource \"jobs\" in API group \"batch\"\x1b[31m")
	h.press("t")
	h.sees("✗ triggering cronjob default/broken-schedule", "! shows all")
	h.send(h.due)
	h.sees("✗ triggering")
	h.press("j")
	h.seesNot("✗ triggering")
	h.press("!")
	for range 12 {
		h.press("right")
	}
	h.sees(`API group "batch"`)
	if strings.Contains(h.root.View().Content, "\x1b[31m\"") {
		t.Error("escape sequences of an error reach the terminal")
	}
}

func TestReadOnlyRefusesAndHidesActions(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36, func(o *Options) { o.Cluster.ReadOnly = true })
	h.seesNot("t trigger", "ctrl-d delete")
	for _, key := range []string{"t", "s", "ctrl+d"} {
		h.press(key)
		h.sees("read-only")
	}
	h.press("2")
	h.press("r", "s", "ctrl+d")
	wantLog(t, h)
	h.press("?")
	h.seesNot("trigger", "delete")
}

func TestFilterFindsByLettersInOrder(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press("2", "/")
	h.text("img")
	h.sees("image-processor", "/img▏ 1 of 31")
	h.press("backspace", "backspace", "backspace")
	h.text("!complete")
	h.press("enter")
	h.sees("db-migration-v2-3")
	h.seesNot("✓ Complete")
	h.press("esc")
	h.sees("✓ Complete")
	h.press("/")
	h.text("no-such-thing")
	h.press("enter")
	h.sees(`The filter "no-such-thing" hides all 31 Jobs`)
	h.press("enter", "l", "d") // nothing to open
	h.seesNot("‹")
}

func TestLabelSelectorFilters(t *testing.T) {
	snapshot := tuitest.Scene()
	snapshot.CronJobs[2].Trimmed.Labels = map[string]string{"team": "db"}
	h := start(t, snapshot, 120, 36)
	h.press("/")
	h.text("-l team=db")
	h.sees("daily-backup")
	h.seesNot("health-check")
	h.press("esc", "/")
	h.text("-l =")
	h.press("enter")
	h.sees("✗", "health-check")
}

func TestSelectionStaysOnTheObjectWhenDataChanges(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press("j", "j")
	if got := h.line("▸"); !strings.Contains(got, "daily-backup") {
		t.Fatalf("selected %q", got)
	}
	changed := tuitest.Scene()
	changed.CronJobs = append([]*workload.CronJob{tuitest.CronJob("another", "0 0 * * *", time.UTC, time.Hour)}, changed.CronJobs...)
	h.send(dataMsg{gen: h.root.gen, snapshot: changed})
	if got := h.line("▸"); !strings.Contains(got, "daily-backup") {
		t.Errorf("after a CronJob came before it, selected %q", got)
	}
	fewer := tuitest.Scene()
	fewer.CronJobs = append(changed.CronJobs[:3:3], changed.CronJobs[4:]...)
	h.send(dataMsg{gen: h.root.gen, snapshot: fewer})
	if got := h.line("▸"); !strings.Contains(got, "health-check") {
		t.Errorf("after it was deleted, selected %q, want its neighbour", got)
	}
	h.send(dataMsg{gen: h.root.gen - 1, snapshot: &workload.Snapshot{}})
	h.sees("health-check")
}

func TestSortingByColumns(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.sees("NAME↑")
	h.press("O")
	h.sees("NAME↓")
	if got := h.line("▸"); !strings.Contains(got, "broken-schedule") {
		t.Errorf("selected %q, want the object that was selected before", got)
	}
	h.press("o", "o", "o", "g")
	h.sees("NEXT↑")
	if got := h.line("▸"); !strings.Contains(got, "in 1m48s") {
		t.Errorf("first by NEXT is %q", got)
	}
	h.send(tea.MouseClickMsg{Button: tea.MouseLeft, X: 3, Y: 3})
	h.sees("NAME↑")
}

func TestTimePassesWithoutNewData(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.clock.Set(tuitest.Now.Add(60 * time.Second))
	h.send(tickMsg{})
	h.sees("in 48s", "01:59:12")
	h.clock.Set(tuitest.Now.Add(2 * time.Minute))
	h.send(tickMsg{})
	if got := h.line("daily-backup"); !strings.Contains(got, "in 23h59m") {
		t.Errorf("after the slot passed the line is %q", got)
	}
}

func TestANoticeThatComesAgainIsShownOnceAndRemembered(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36, func(o *Options) { o.Cluster.ReadOnly = true })
	h.press("t", "s", "t")
	const refusal = "read-only: started with --read-only"
	if n := strings.Count(h.screen(), refusal); n != 1 {
		t.Errorf("%d notices of the same, want 1:\n%s", n, h.screen())
	}
	h.press("!")
	if n := strings.Count(h.screen(), refusal); n != 3 {
		t.Errorf("%d of 3 notices are remembered:\n%s", n, h.screen())
	}
}
