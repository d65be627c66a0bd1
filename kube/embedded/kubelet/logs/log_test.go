package logs

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var start = time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)

// written is a log of n lines "line i", one a second.
func written(n int) *Log {
	now := start
	l := New(func() time.Time { return now })
	for i := 1; i <= n; i++ {
		fmt.Fprintf(l, "line %d\n", i)
		now = now.Add(time.Second)
	}
	return l
}

func TestOptions(t *testing.T) {
	for _, c := range []struct {
		name string
		o    corev1.PodLogOptions
		want string
	}{
		{"all", corev1.PodLogOptions{}, "line 1\nline 2\nline 3\n"},
		{"tail", corev1.PodLogOptions{TailLines: ptr.To[int64](2)}, "line 2\nline 3\n"},
		{"tail of none", corev1.PodLogOptions{TailLines: ptr.To[int64](0)}, ""},
		{"tail of more than there is", corev1.PodLogOptions{TailLines: ptr.To[int64](9)}, "line 1\nline 2\nline 3\n"},
		{"since a time", corev1.PodLogOptions{SinceTime: &metav1.Time{Time: start.Add(time.Second)}}, "line 2\nline 3\n"},
		{"since seconds ago", corev1.PodLogOptions{SinceSeconds: ptr.To[int64](1)}, "line 3\n"},
		{"limit", corev1.PodLogOptions{LimitBytes: ptr.To[int64](9)}, "line 1\nli"},
		{"timestamps", corev1.PodLogOptions{Timestamps: true, TailLines: ptr.To[int64](1)}, "2026-11-24T02:00:02.000000000Z line 3\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := io.ReadAll(written(3).Reader(context.Background(), &c.o, start.Add(3*time.Second)))
			if err != nil || string(got) != c.want {
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
		})
	}
}

func TestFollowerSeesEveryLineAndEndsWithTheContainer(t *testing.T) {
	l := New(func() time.Time { return start })
	r := l.Reader(context.Background(), &corev1.PodLogOptions{Follow: true}, start)
	got := make(chan string)
	go func() {
		all, _ := io.ReadAll(r)
		got <- string(all)
	}()
	var want strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(l, "%d\n", i)
		fmt.Fprintf(&want, "%d\n", i)
	}
	fmt.Fprint(l, "no end")
	l.Close()
	if all := <-got; all != want.String()+"no end" {
		t.Errorf("got %d bytes, want %d", len(all), want.Len()+6)
	}
}

func TestFollowerIsClosed(t *testing.T) {
	r := written(1).Reader(context.Background(), &corev1.PodLogOptions{Follow: true}, start)
	buf := make([]byte, 100)
	if n, _ := r.Read(buf); string(buf[:n]) != "line 1\n" {
		t.Fatalf("read %q", buf[:n])
	}
	ended := make(chan error)
	go func() { _, err := r.Read(buf); ended <- err }()
	r.Close()
	if err := <-ended; err != io.EOF {
		t.Errorf("a closed follower ends with %v, want EOF", err)
	}
}

func TestBound(t *testing.T) {
	l := New(func() time.Time { return start })
	text := strings.Repeat("x", 1000) + "\n"
	for range 3 * MaxBytes / 1000 {
		l.Write([]byte(text))
	}
	slow := l.Reader(context.Background(), &corev1.PodLogOptions{}, start)
	for range MaxBytes / 1000 {
		l.Write([]byte(text))
	}
	l.Close()
	all, _ := io.ReadAll(slow)
	if len(all) > MaxBytes+200 || len(all) < MaxBytes*8/10 {
		t.Errorf("kept %d bytes, want close to %d", len(all), MaxBytes)
	}
	if !strings.HasPrefix(string(all), "[kronoscope] ") {
		t.Errorf("a reader that was overtaken is not told: %q", all[:40])
	}
	if l.Dropped() == 0 {
		t.Error("dropped lines are not counted")
	}
}

func TestLongLineIsOneLine(t *testing.T) {
	l := New(func() time.Time { return start })
	long := strings.Repeat("y", 3*maxLine+5)
	fmt.Fprintf(l, "a\n%s\nb\n", long)
	all, _ := io.ReadAll(l.Reader(context.Background(), &corev1.PodLogOptions{TailLines: ptr.To[int64](2), Timestamps: true}, start))
	if n := strings.Count(string(all), "\n"); n != 2 || strings.Count(string(all), "2026-") != 2 {
		t.Errorf("%d lines with %d timestamps, want 2", n, strings.Count(string(all), "2026-"))
	}
}
