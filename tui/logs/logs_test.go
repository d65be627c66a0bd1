package logs

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

func TestLinesShowWhichPodTheyAreFrom(t *testing.T) {
	w := newWorld(t, 70, 12)
	w.sees("waiting for the first line")
	w.lines("image-processor-43-x7k2p", 43, "Processing image #43", "Traitement terminé à 12:00 – été ✓")
	w.lines("image-processor-44-b9qlm", 44, "Processing image #44", "数据库备份完成")
	w.sees("43 ┬ Processing image #43", "43 │ Traitement terminé à 12:00 – été ✓",
		"44 ┬ Processing image #44", "44 │ 数据库备份完成", "● autoscroll", " 4 lines")
}

func TestNewLinesDoNotMoveTheViewWhileScrolledBack(t *testing.T) {
	w := newWorld(t, 60, 8)
	for i := range 50 {
		w.lines("p-0-aaaaa", 0, fmt.Sprintf("line %02d", i))
	}
	w.sees("line 49")
	w.press("up", "up", "up")
	before := w.view()
	w.lines("p-0-aaaaa", 0, "line 50", "line 51")
	if body(before) != body(w.view()) {
		t.Fatalf("the view moved:\n%s\n%s", before, w.view())
	}
	w.sees("‖ paused")
	w.press("G")
	w.sees("line 51", "● autoscroll")
}

// body returns the view without its status.
func body(view string) string {
	_, rest, _ := strings.Cut(view, "\n")
	return rest
}

func TestScrollingToTheEndFollowsAgain(t *testing.T) {
	w := newWorld(t, 60, 8)
	for i := range 50 {
		w.lines("p-0-aaaaa", 0, fmt.Sprintf("line %02d", i))
	}
	w.press("g")
	w.sees("0 ┬ line 00", "line 06")
	w.seesNot("line 07")
	w.press("up")
	w.sees("line 00")
	for range 60 {
		w.press("down")
	}
	w.sees("line 49", "● autoscroll")
}

func TestWrappedLinesScrollByRows(t *testing.T) {
	w := newWorld(t, 24, 4)
	w.lines("p-0-aaaaa", 0, strings.Repeat("é", 60), "end")
	w.sees("end")
	w.press("up", "up")
	w.seesNot("end")
	w.press("w")
	w.sees("0 ┬ éééé")
	w.press("G")
	w.sees("end")
}

func TestSearchFindsWithRegularExpressionsAndSmartCase(t *testing.T) {
	w := newWorld(t, 70, 8)
	for i := range 100 {
		w.lines("p-0-aaaaa", 0, fmt.Sprintf("line %02d", i))
		if i%40 == 5 {
			w.lines("p-0-aaaaa", 0, fmt.Sprintf("ERROR %d at /données", i))
		}
	}
	w.press("/", "e", "r", "r", ".", "r")
	if !w.screen.Typing() {
		t.Fatal("keys would reach the root")
	}
	w.sees("/err.r", "3 of 3", "ERROR 85")
	w.press("enter", "n")
	w.sees("1 of 3", "ERROR 5 at /données")
	w.press("n")
	w.sees("2 of 3", "ERROR 45")
	w.press("N", "N")
	w.sees("3 of 3", "ERROR 85")
	w.lines("p-0-aaaaa", 0, "another error")
	w.sees("of 4")
	w.press("esc")
	w.seesNot("of 4")
	w.press("/", "E", "r")
	w.sees("no match")
	w.press("(")
	w.sees("not an expression")
	w.press("esc", "esc")
	if len(w.asked) != 1 {
		t.Fatalf("asked %v", w.asked)
	}
}

func TestOnlyFailedPods(t *testing.T) {
	w := newWorld(t, 70, 10)
	w.lines("p-0-aaaaa", 0, "all is well")
	w.lines("p-1-bbbbb", 1, "it broke")
	w.press("o")
	w.sees("no line passes the filter: only failed pods")
	pod := func(name string, phase corev1.PodPhase) *workload.Pod {
		return &workload.Pod{Trimmed: &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: name}, Status: corev1.PodStatus{Phase: phase}}}
	}
	job := &workload.Job{
		Trimmed: &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Namespace: "demo", Name: "image-processor"}},
		Pods:    []*workload.Pod{pod("p-0-aaaaa", corev1.PodRunning), pod("p-1-bbbbb", corev1.PodFailed)},
	}
	w.env.Snapshot = &workload.Snapshot{Jobs: []*workload.Job{job}}
	w.send(screen.ChangedMsg{})
	w.sees("it broke")
	w.seesNot("all is well")
	w.lines("p-0-aaaaa", 0, "still well")
	w.lines("p-1-bbbbb", 1, "broke again")
	w.sees("broke again")
	w.seesNot("still well")
	w.press("o")
	w.sees("still well")
}

func TestLastMinutes(t *testing.T) {
	w := newWorld(t, 70, 10)
	w.lines("p-0-aaaaa", 0, "old")
	w.env.Now = noon.Add(10 * time.Minute)
	w.lines("p-0-aaaaa", 0, "new")
	w.press("3")
	w.sees("new", "last 5m")
	w.seesNot("old")
	w.press("4")
	w.sees("old", "new", "last 15m")
	w.press("1")
	w.sees("old")
	w.seesNot("last")
}

// TestRangesThatAreNotHeldAreReadAgain uses a log that is longer than the part that is held.
func TestRangesThatAreNotHeldAreReadAgain(t *testing.T) {
	w := newWorld(t, 70, 10)
	w.lines("p-0-aaaaa", 0, "held")
	w.screen.buffer.Dropped = 5
	w.env.Now = noon.Add(10 * time.Minute)
	feed := w.feed
	w.press("3")
	if w.feed != feed {
		t.Fatal("read the last 5 minutes again, of which nothing can be missing")
	}
	w.press("4")
	if w.target.Since != 15*time.Minute {
		t.Fatalf("of the last 15 minutes, which may have been dropped, read %v", w.target.Since)
	}
	w.lines("p-0-aaaaa", 0, "younger")
	w.sees("younger", "last 15m")
	feed = w.feed
	w.press("2")
	if w.feed != feed {
		t.Fatal("read the last minute again, which is held")
	}
	w.press("6")
	if w.target.Since != time.Hour {
		t.Fatalf("of the last hour read %v", w.target.Since)
	}
	w.press("1")
	if w.target.Since != 0 {
		t.Fatalf("from the beginning read only %v", w.target.Since)
	}
	w.lines("p-0-aaaaa", 0, "first of all")
	w.sees("first of all")
	w.seesNot("last 1h")
}

// TestTheBeginningOfAnEndlessLogStays stops reading before the next line would drop the first one.
func TestTheBeginningOfAnEndlessLogStays(t *testing.T) {
	w := newWorld(t, 70, 10)
	w.lines("p-0-aaaaa", 0, "held")
	w.screen.buffer.Dropped = 5
	w.press("1")
	b := Batch{Lines: make([]RawLine, 50_000)}
	for i := range b.Lines {
		b.Lines[i] = RawLine{Container: Container{"p-0-aaaaa", "main", 0}, Time: noon, Text: []byte("x")}
	}
	for range 40 {
		if w.screen.feed == nil {
			break
		}
		w.send(batchMsg{w.screen, w.screen.generation, b, nil})
	}
	if w.screen.feed != nil || w.screen.buffer.Dropped > 0 {
		t.Fatalf("reads on and has let %d lines go", w.screen.buffer.Dropped)
	}
	feed := w.feed
	w.press("0")
	if w.feed == feed {
		t.Fatal("the end of the log is not read")
	}
}

func TestTogglesOfHowLinesAreShown(t *testing.T) {
	w := newWorld(t, 70, 14)
	w.lines("p-0-aaaaa", 0, `{"level":"info","msg":"sauvegardé","n":[1,2]}`, "plain {text}")
	w.press("t")
	w.sees("12:00:00.000 {")
	w.press("J")
	w.sees(`"msg": "sauvegardé",`, "plain {text}", "JSON")
	w.press("m")
	w.sees("── mark 12:00:00 ─")
}

func TestPreviousRunsAreReadAgain(t *testing.T) {
	w := newWorld(t, 70, 10)
	w.lines("p-0-aaaaa", 0, "second attempt")
	first := w.feed
	w.press("p")
	if !w.target.Previous {
		t.Fatal("did not ask for the earlier run")
	}
	select {
	case <-first.closed:
	default:
		t.Fatal("the first feed is still open")
	}
	w.seesNot("second attempt")
	w.send(batchMsg{w.screen, 1, Batch{Lines: []RawLine{{Text: []byte("stale")}}}, nil})
	w.seesNot("stale")
	w.lines("p-0-aaaaa", 0, "first attempt")
	w.sees("first attempt", "previous runs")
}

func TestLostLinesAreCounted(t *testing.T) {
	w := newWorld(t, 70, 10)
	w.feed.batches <- Batch{Dropped: 1234}
	w.send(w.screen.read(w.feed)())
	w.lines("p-0-aaaaa", 0, "x")
	w.sees("1,234 dropped")
}

func TestErrorsOfContainersAndOfTheFeedAreShown(t *testing.T) {
	w := newWorld(t, 80, 10)
	w.feed.batches <- Batch{Lines: []RawLine{{Container: Container{"p-0-aaaaa", "main", 0}, Err: errors.New("waiting to start: \x1b[31mImagePullBackOff")}}}
	w.send(w.screen.read(w.feed)())
	w.sees("0 ! waiting to start: ImagePullBackOff")
	w.send(batchMsg{w.screen, w.screen.generation, Batch{}, errors.New("forbidden")})
	w.sees("✗ forbidden")
}

func TestEndOfTheJobIsShown(t *testing.T) {
	w := newWorld(t, 70, 10)
	w.lines("p-0-aaaaa", 0, "done")
	close(w.feed.batches)
	w.send(w.screen.read(w.feed)())
	w.sees("✓ ended")
}

func TestFullScreenLeavesNothingButLines(t *testing.T) {
	w := newWorld(t, 40, 5)
	w.lines("p-0-aaaaa", 0, "a", "b", "c", "d", "e", "f")
	w.press("f")
	if !w.screen.FullScreen() || strings.Contains(w.view(), "autoscroll") {
		t.Fatal(w.view())
	}
	w.press("esc")
	w.sees("autoscroll")
}

func TestEverySizeIsFilledExactly(t *testing.T) {
	w := newWorld(t, 0, 0)
	w.lines("image-processor-43-x7k2p", 43, "数据库备份完成 terminé "+strings.Repeat("é", 200), `{"a":{"b":"数"}}`, "error")
	w.lines("image-processor-4-x7k2p", 4, strings.Repeat("x", 500))
	for _, keys := range [][]string{{}, {"w"}, {"J"}, {"t"}, {"w", "right"}, {"/", "e"}} {
		w.press(keys...)
		for _, height := range []int{0, 1, 2, 3, 4, 5, 9, 29} {
			for _, width := range []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 17, 23, 40, 59, 60, 61, 80, 129} {
				tuitest.Fills(t, w.screen, width, height)
			}
		}
	}
}
