package jobdetail

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/logs"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

func TestIndexedJobShowsHowFarItIs(t *testing.T) {
	w := newWorld(t, imageProcessor())
	w.sees("● Running · 43/100 · 2 failed · ETA ~", "owner –", "running for 5m", "43 %   active 3  ready 2",
		"indexes   ■■■■", "■✗■■■▣▣▣□□", "■ 43 done  ✗ 1 failed  ▣ 3 running  □ 53 pending", "── logs (all pods) ─")
}

func TestPodsUnderWayComeFirstAndProgressIsHonest(t *testing.T) {
	w := newWorld(t, imageProcessor())
	w.sees("~72 %", "~37 %", "took 31s", "failed after 12s", "starting", "✗ Error", "✓ Completed")
	running, failed := strings.Index(w.view(), "image-processor-44"), strings.Index(w.view(), "image-processor-40")
	if running > failed {
		t.Errorf("a failed pod stands before a running one:\n%s", w.view())
	}
	job := imageProcessor()
	job.Expected = 0
	w.changed(job)
	if strings.Contains(w.view(), "~") {
		t.Errorf("claims to know progress without history:\n%s", w.view())
	}
	before := w.view()
	w.screen.Update(screen.TickMsg{})
	if before == w.view() {
		t.Error("an indeterminate bar stands still")
	}
}

func TestRetryingAndFailedJobsSayWhy(t *testing.T) {
	job := imageProcessor()
	job.State, job.RetryAt = workload.JobRetrying, now.Add(18*time.Second)
	w := newWorld(t, job)
	w.sees("↻ Retrying", "retry in 18s (2/6)")
	job = imageProcessor()
	job.State, job.Reason, job.Message = workload.JobFailed, "BackoffLimitExceeded", "Job has reached\x1b[31m the specified backoff limit"
	w.changed(job)
	w.sees("✗ Failed", "BackoffLimitExceeded: Job has reached the specified backoff limit", "succeeded 43  failed 2")
}

func TestJobThatIsGoneStaysInView(t *testing.T) {
	w := newWorld(t, imageProcessor())
	w.changed()
	w.sees("⊘ Gone (was ● Running)", "43/100")
	w.press("s")
	if toast, ok := w.asked[0].(screen.ToastMsg); !ok || toast.Text != "the Job is gone" {
		t.Fatalf("asked %v", w.asked)
	}
}

func TestKeysAskTheRoot(t *testing.T) {
	w := newWorld(t, imageProcessor())
	job := screen.Ref{Kind: screen.KindJob, Key: kube.Key{Namespace: "demo", Name: "image-processor"}}
	second := screen.Ref{Kind: screen.KindPod, Key: kube.Key{Namespace: "demo", Name: "image-processor-45-x7k2p"}}
	for _, k := range []string{"l", "p", "d", "y", "s", "ctrl+d", "down", "down", "enter", "d", "y", "ctrl+d", "s", "esc", "d", "esc"} {
		w.press(k)
	}
	want := []tea.Msg{
		screen.ShowMsg{Ref: job, As: screen.Logs},
		screen.ShowMsg{Ref: job, As: screen.Previous},
		screen.ShowMsg{Ref: job, As: screen.Describe},
		screen.ShowMsg{Ref: job, As: screen.YAML},
		screen.SuspendMsg{Refs: []screen.Ref{job}, Suspend: true},
		screen.DeleteMsg{Refs: []screen.Ref{job}},
		screen.ShowMsg{Ref: second, As: screen.Logs},
		screen.ShowMsg{Ref: second, As: screen.Describe},
		screen.ShowMsg{Ref: second, As: screen.YAML},
		screen.DeleteMsg{Refs: []screen.Ref{second}},
		screen.SuspendMsg{Refs: []screen.Ref{job}, Suspend: true}, // a pod cannot be suspended
		screen.ShowMsg{Ref: job, As: screen.Describe},
		screen.BackMsg{},
	}
	if diff := cmp.Diff(want, w.asked); diff != "" {
		t.Fatal(diff)
	}
}

func TestTheMouseSelectsPodsAndTurnsTheirPages(t *testing.T) {
	w := newWorld(t, imageProcessor())
	row := func(text string) int {
		for y, line := range strings.Split(w.view(), "\n") {
			if strings.Contains(line, text) {
				return y
			}
		}
		t.Fatalf("no line holds %q:\n%s", text, w.view())
		return 0
	}
	if strings.Contains(w.view(), "▸") {
		t.Fatalf("a pod is selected before one was chosen:\n%s", w.view())
	}
	w.screen.Update(tea.MouseClickMsg{Button: tea.MouseLeft, X: 5, Y: row("image-processor-45")})
	w.sees("▸ image-processor-45")
	w.press("d")
	pod := screen.Ref{Kind: screen.KindPod, Key: kube.Key{Namespace: "demo", Name: "image-processor-45-x7k2p"}}
	if diff := cmp.Diff([]tea.Msg{screen.ShowMsg{Ref: pod, As: screen.Describe}}, w.asked); diff != "" {
		t.Error(diff)
	}
	w.screen.Update(tea.MouseClickMsg{Button: tea.MouseLeft, X: 5, Y: row("logs (all pods)") + 1})
	w.sees("▸ image-processor-45")
	w.screen.SetSize(120, 7)
	w.screen.Update(tea.MouseWheelMsg{Button: tea.MouseWheelDown, X: 5, Y: 5})
	if strings.Contains(w.view(), "image-processor-44") {
		t.Errorf("the wheel does not turn the pods:\n%s", w.view())
	}
}

func TestOnlyFinishedJobsAreRunAgain(t *testing.T) {
	w := newWorld(t, imageProcessor())
	w.press("r")
	if toast, ok := w.asked[0].(screen.ToastMsg); !ok || !strings.Contains(toast.Text, "has not finished") {
		t.Fatalf("asked %v", w.asked)
	}
	job := imageProcessor()
	job.State = workload.JobComplete
	w.changed(job)
	w.press("r")
	w.press("s")
	if diff := cmp.Diff(screen.RerunMsg{Jobs: []kube.Key{job.Key()}}, w.asked[1]); diff != "" {
		t.Fatal(diff)
	}
	if toast, ok := w.asked[2].(screen.ToastMsg); !ok || !strings.Contains(toast.Text, "nothing to suspend") {
		t.Fatalf("asked %v", w.asked[2])
	}
}

func TestReadOnlyChangesNothing(t *testing.T) {
	w := newWorld(t, imageProcessor())
	w.env.Cluster.ReadOnly = true
	w.press("ctrl+d")
	if diff := cmp.Diff([]tea.Msg{screen.ReadOnly()}, w.asked); diff != "" {
		t.Fatal(diff)
	}
}

func TestLogIsReadOnlyWhenThereIsRoom(t *testing.T) {
	w := newWorld(t, imageProcessor())
	w.screen.SetSize(60, 10)
	if cmd := w.screen.Init(); cmd != nil {
		t.Fatal("reads a log that is not shown")
	}
	w.screen.SetSize(120, 32)
	cmd := w.screen.Update(screen.TickMsg{})
	if cmd == nil {
		t.Fatal("does not read the log")
	}
	w.screen.Update(cmd())
	want := []logs.Target{{Job: kube.Key{Namespace: "demo", Name: "image-processor"}, Tail: tailLines}}
	if diff := cmp.Diff(want, w.opened); diff != "" {
		t.Fatal(diff)
	}
	w.sees("waiting for the first line")
}

func TestEverySizeIsFilledExactly(t *testing.T) {
	failed := imageProcessor()
	failed.State, failed.Reason, failed.Message = workload.JobFailed, "BackoffLimitExceeded", strings.Repeat("数据库 ", 60)
	queue := imageProcessor()
	queue.Trimmed.Spec.Completions, queue.Trimmed.Spec.CompletionMode, queue.Pods = nil, nil, nil
	for _, job := range []*workload.Job{imageProcessor(), failed, queue} {
		w := newWorld(t, job)
		for height := range 50 {
			for _, width := range []int{0, 1, 2, 3, 4, 5, 9, 10, 11, 20, 40, 59, 60, 61, 80, 100, 120, 200, 300} {
				tuitest.Fills(t, w.screen, width, height)
			}
		}
	}
}

func TestLayoutAddsUp(t *testing.T) {
	for height := range 120 {
		for _, note := range []int{0, 1} {
			for _, grid := range []int{0, 1, 40} {
				for _, pods := range []int{0, 1, 7, 5000} {
					l := layoutFor(height, note, grid, pods)
					if sum := l.tableTop() + l.table + l.logs; sum != height {
						t.Fatalf("%+v adds up to %d, not %d", l, sum, height)
					}
					if l.logs > 0 && l.logs < leastLogs || height >= 10 && l.table < leastTable {
						t.Fatalf("%+v", l)
					}
				}
			}
		}
	}
}

func TestAJobMadeAgainHasItsOwnLog(t *testing.T) {
	first := imageProcessor()
	first.Trimmed.UID = "1"
	w := newWorld(t, first)
	w.screen.Update(w.screen.Init()())
	second := imageProcessor()
	second.Trimmed.UID = "2"
	w.changed()
	w.env.Snapshot = &workload.Snapshot{Jobs: []*workload.Job{second}}
	open := w.screen.Update(screen.ChangedMsg{})
	if open == nil {
		t.Fatal("the log of the second is not opened")
	}
	w.screen.Update(open())
	if len(w.opened) != 2 {
		t.Errorf("opened %v, want the log of both", w.opened)
	}
}
