package tui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// column is what stands in a list from its first line on, from a title's place to the next one's.
func column(h *harness, title string, rows int) []string {
	h.t.Helper()
	head := h.line(title)
	from := strings.Index(head, title)
	var out []string
	lines := strings.Split(h.screen(), "\n")
	for i, line := range lines {
		if line == head {
			for _, row := range lines[i+1 : i+1+rows] {
				cells := []rune(row)
				out = append(out, strings.Fields(string(cells[len([]rune(head[:from])):]) + " ?")[0])
			}
		}
	}
	return out
}

func TestCronJobsAreSortedByWhatTheHeadSays(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	if got := column(h, "NAME", 3); strings.Join(got, " ") != "broken-schedule cleanup-temp daily-backup" {
		t.Errorf("by name: %v", got)
	}
	for range 10 {
		if h.line("NEXT↑") == "" {
			h.press("o")
		}
	}
	if got := column(h, "NAME", 1)[0]; got != "daily-backup" {
		t.Errorf("by the next run the first is %s:\n%s", got, h.screen())
	}
	h.press("O")
	if got := column(h, "NAME", 1)[0]; got != "broken-schedule" && got != "cleanup-temp" {
		t.Errorf("by the next run the other way round the first is %s, want one that never runs", got)
	}
}

func TestCronJobsCountDownAsTimePasses(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press("j", "j")
	before := h.line("daily-backup")
	h.clock.Set(tuitest.Now.Add(time.Minute))
	h.send(tickMsg{})
	if after := h.line("daily-backup"); after == before || !strings.Contains(after, "in 48s") {
		t.Errorf("a minute later: %q, before: %q", after, before)
	}
	h.clock.Set(tuitest.Now.Add(2 * time.Minute))
	h.send(tickMsg{})
	if after := h.line("daily-backup"); !strings.Contains(after, "in 23h") {
		t.Errorf("after its run: %q", after)
	}
}

func TestJobsAreFoundByTheirLettersTheBestFirst(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press("2", "/")
	h.text("img")
	if got := h.line("▸"); !strings.Contains(got, "image-processor") {
		t.Errorf("img finds %q", got)
	}
	h.press("enter", "enter")
	h.sees("‹ Jobs › image-processor")
	h.press("esc", "esc", "/")
	h.text("!image")
	h.press("enter")
	if strings.Contains(h.line("▸"), "image-processor") {
		t.Error("an inverse filter shows what it hides")
	}
}

func TestJobsThatGoLeaveTheCursorOnANeighbour(t *testing.T) {
	snapshot := tuitest.Crowd(50)
	h := start(t, snapshot, 120, 36)
	h.press("2", "j", "j")
	on := strings.Fields(h.line("▸"))[1]
	less := *snapshot
	less.Jobs = nil
	for _, j := range snapshot.Jobs {
		if j.Trimmed.Name != on {
			less.Jobs = append(less.Jobs, j)
		}
	}
	h.root.gen++
	h.send(dataMsg{gen: h.root.gen, snapshot: &less})
	h.seesNot(on)
	if h.line("▸") == "" {
		t.Errorf("nothing is selected:\n%s", h.screen())
	}
}

func TestEventsOpenWhatTheyAreAbout(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press("5")
	if got := h.line("BackoffLimitExceeded"); !strings.Contains(got, "! BackoffLimitExceeded") {
		t.Errorf("a warning has no sign: %q", got)
	}
	h.press("/")
	h.text("backoff")
	h.press("enter", "enter")
	h.sees("‹ Events › db-migration-v2-3")
	h.press("esc", "d")
	h.sees("describe job/db-migration-v2-3")
}

// TestHostileTextStaysText puts what a cluster may hold everywhere it is drawn.
func TestHostileTextStaysText(t *testing.T) {
	evil := "x\x1b[2J\x1b]0;owned\a\x9b31m\u202edrow\r\n" + strings.Repeat("👩‍👩‍👧é数", 40)
	snapshot := tuitest.Scene()
	for _, j := range snapshot.Jobs {
		j.Reason, j.Message, j.CronJob = evil, evil, evil
		j.Trimmed.Labels = map[string]string{evil: evil}
		j.Trimmed.Annotations = map[string]string{evil: evil}
		j.Trimmed.Name, j.Trimmed.Namespace = j.Trimmed.Name+evil, evil
		for _, p := range j.Pods {
			p.Status, p.Trimmed.Spec.NodeName = evil, evil
		}
	}
	for _, c := range snapshot.CronJobs { // one of them is suspended
		c.Trimmed.Name, c.Trimmed.Namespace = c.Trimmed.Name+evil, evil
	}
	snapshot.Events = append(snapshot.Events, &corev1.Event{
		ObjectMeta: metav1.ObjectMeta{Namespace: evil, Name: evil}, Reason: evil, Message: evil, Type: evil,
		InvolvedObject: corev1.ObjectReference{Kind: evil, Name: evil, Namespace: evil}, LastTimestamp: metav1.NewTime(tuitest.Now),
	})
	for _, size := range [][2]int{{60, 15}, {120, 36}, {200, 60}} {
		h := start(t, snapshot, size[0], size[1], func(o *Options) { o.Cluster.Context, o.Cluster.Notice = evil, evil })
		h.actions.Text = evil
		h.send(screen.ToastMsg{Text: evil, Level: screen.Bad})
		job := snapshot.Jobs[0].Key()
		for _, look := range []func(){
			func() { h.press("1") }, func() { h.press("ctrl+d") }, func() { h.press("n", "3") }, func() { h.press("2") }, func() { h.press("4") }, func() { h.press("5") }, func() { h.press("enter") },
			func() { h.press("2", "d") }, func() { h.press("esc", "y") }, func() { h.press("esc", "ctrl+d") }, func() { h.press("n", ":") },
			func() { h.press("esc"); h.send(screen.ShowMsg{Ref: screen.Ref{Kind: screen.KindJob, Key: job}}) },
			func() { h.send(screen.ShowMsg{Ref: screen.Ref{Kind: screen.KindPod, Key: kube.Key{Name: evil}}}) },
		} {
			look()
			frame := h.root.View().Content
			for _, bad := range []string{"\x1b[2J", "\x1b]", "\x9b", "\u202e", "\r", "\a"} {
				if strings.Contains(frame, bad) {
					t.Fatalf("at %v the frame holds %q:\n%q", size, bad, frame)
				}
			}
			for i, line := range strings.Split(frame, "\n") {
				if w := widget.Width(line); w != size[0] {
					t.Fatalf("at %v line %d fills %d cells: %q", size, i, w, line)
				}
			}
		}
	}
}

// TestEveryKeyLeavesFromEverywhere opens each kind of screen and leaves it both ways.
func TestEveryKeyLeavesFromEverywhere(t *testing.T) {
	for _, way := range [][]string{
		{}, {"2"}, {"3"}, {"4"}, {"5"}, {"j", "j", "enter"}, {"2", "enter"}, {"2", "l"}, {"2", "l", "f"}, {"y"}, {"d"}, {"!"}, {"c"},
	} {
		for _, leave := range []string{"q", "ctrl+c"} {
			h := start(t, tuitest.Scene(), 80, 24)
			h.press(way...)
			h.press(leave)
			if !h.quit {
				t.Errorf("%s after %v does not leave:\n%s", leave, way, h.screen())
			}
		}
	}
	for _, open := range [][]string{{"/"}, {"?"}, {":"}, {"ctrl+d"}, {"y", "/"}} {
		h := start(t, tuitest.Scene(), 80, 24)
		h.press(open...)
		h.send(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
		if !h.quit {
			t.Errorf("ctrl-c after %v does not leave", open)
		}
	}
}

func TestTheForecastIsOneKeyAwayAndKeepsToTheMarkedOnes(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press("F")
	h.sees("‹ CronJobs › Forecast", "[ 7 days ]", "all CronJobs", "weekly-metrics-export", "── most at once")
	h.press("F") // it is open
	h.press("esc")
	h.press("j", "j", "space", "F")
	h.sees("default/daily-backup")
	h.seesNot("weekly-metrics-export")
	h.press("enter")
	h.sees("daily-backup", "next runs")
	h.press("3", "F")
	h.sees("‹ Calendar › Forecast", "all CronJobs")
	h.press("esc", "/")
	h.text("log-cl")
	h.press("enter", "F")
	h.sees("log-cleanup")
	h.seesNot("daily-backup")
	h.press("esc", "esc", "2", ":")
	h.text("forecast")
	h.press("enter")
	h.sees("‹ Jobs › Forecast")
}

func TestTheForecastKeepsToWhatIsInView(t *testing.T) {
	h := start(t, tuitest.Scene(), 120, 36)
	h.press("/")
	h.text("cleanup")
	h.press("enter", "F")
	h.sees("2 in view with /cleanup", "cleanup-temp", "log-cleanup")
	h.seesNot("daily-backup")
	h.press("esc", ":")
	h.text("forecast")
	if n := strings.Count(h.screen(), "forecast  "); n != 1 {
		t.Errorf("the palette has %d of it:\n%s", n, h.screen())
	}
	h.press("enter")
	h.sees("2 in view with /cleanup")
	for _, tab := range []string{"1", "3", "4"} {
		h := start(t, tuitest.Scene(), 120, 36)
		h.press(tab, "/")
		h.text("zzz")
		h.press("enter", "F")
		h.sees("a forecast is of CronJobs, and none is in view with /zzz")
		h.seesNot("Forecast")
	}
}

func TestWithoutCronJobsThereIsNoForecast(t *testing.T) {
	none := &workload.Snapshot{Version: 1, Link: workload.Link{State: workload.LinkLive}}
	for _, tab := range []string{"1", "2", "3", "4"} {
		h := start(t, none, 120, 36)
		h.press(tab, "F")
		h.sees("there are no CronJobs in view to look ahead for")
	}
}

func TestListsWithoutAnythingOfferNothing(t *testing.T) {
	for tab, key := range map[string]string{"1": "t", "2": "r", "4": "l", "5": "d"} {
		h := start(t, tuitest.Scene(), 120, 36)
		h.press(tab, "/")
		h.text("zzz")
		h.press("enter")
		if footer := h.screen()[strings.LastIndex(h.screen(), "/ filter"):]; strings.Contains(footer, "enter") || strings.Contains(footer, "logs") {
			t.Errorf("tab %s offers %q", tab, footer)
		}
		h.press(key)
		h.sees(`! The filter "zzz" hides`)
	}
}

func TestHelpListsAKeyOnce(t *testing.T) {
	for _, tab := range []string{"1", "3", "4"} {
		h := start(t, tuitest.Scene(), 120, 60)
		h.press(tab, "?")
		if n := strings.Count(h.screen(), "F  "); n != 1 {
			t.Errorf("tab %s: F is listed %d times:\n%s", tab, n, h.screen())
		}
	}
}

func TestAScheduleThatNeverFiresHasNoPlace(t *testing.T) {
	snapshot := tuitest.Scene()
	snapshot.CronJobs = append(snapshot.CronJobs, tuitest.CronJob("never", "0 0 30 2 *", time.UTC, time.Hour))
	h := start(t, snapshot, 200, 36)
	if got := h.line("log-cleanup"); !strings.Contains(got, "every day at 03:00 UTC") {
		t.Errorf("a time of day has no zone: %q", got)
	}
	if got := h.line("0 0 30 2"); !strings.Contains(got, "never: there is no such") || strings.Contains(got, "UTC") {
		t.Errorf("what never fires has one: %q", got)
	}
}
