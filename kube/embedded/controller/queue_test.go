package controller

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

var start = time.Date(2026, 11, 23, 2, 0, 0, 0, time.UTC)

// synced notes which key was synced at which offset from start.
type synced struct {
	mu    sync.Mutex
	clock *clock.Clock
	lines []string
}

func (s *synced) note(key string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, s.clock.Since(start).String()+" "+key)
}

func TestQueueSyncs(t *testing.T) {
	for _, test := range []struct {
		name   string
		script func(q *Queue[string], clk *clock.Clock)
		sync   func(n int) error // error of the nth sync
		want   []string
	}{
		{
			name:   "a key added twice is synced once",
			script: func(q *Queue[string], _ *clock.Clock) { q.Add("a"); q.Add("a"); q.Add("b") },
			want:   []string{"0s a", "0s b"},
		},
		{
			name: "an earlier time moves the entry forward",
			script: func(q *Queue[string], _ *clock.Clock) {
				q.AddAfter("a", 5*time.Second)
				q.AddAfter("a", time.Second)
			},
			want: []string{"1s a"},
		},
		{
			name: "a later time is dropped",
			script: func(q *Queue[string], _ *clock.Clock) {
				q.AddAfter("a", time.Second)
				q.AddAfter("a", 5*time.Second)
			},
			want: []string{"1s a"},
		},
		{
			name: "an immediate sync leaves the waiting entry alone",
			script: func(q *Queue[string], _ *clock.Clock) {
				q.AddAfter("a", time.Second)
				q.Add("a")
			},
			want: []string{"0s a", "1s a"},
		},
		{
			name: "a change while the key is synced causes another sync",
			script: func(q *Queue[string], clk *clock.Clock) {
				clk.AfterFunc(time.Second, func() { q.Add("again") })
			},
			want: []string{"1s again", "1s again"},
		},
		{
			name:   "failures are retried with doubled delays, and success forgets them",
			script: func(q *Queue[string], clk *clock.Clock) { q.Add("a") },
			sync: func(n int) error {
				if n == 4 {
					return nil
				}
				return errors.New("failed")
			},
			want: []string{"0s a", "1s a", "3s a", "7s a", "15s a"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			clk := clock.NewManual(start)
			seen := &synced{clock: clk}
			n := 0
			var q *Queue[string]
			q = NewQueue(clk, nil, JobRetry, func(key string) error {
				seen.note(key)
				n++
				if key == "again" && n == 1 {
					q.Add(key)
				}
				if test.sync != nil && n <= 5 {
					return test.sync(n - 1)
				}
				return nil
			})
			q.Start()
			clk.Hold()
			test.script(q, clk)
			clk.Release()
			if err := clk.RunUntil(context.Background(), start.Add(15*time.Second)); err != nil {
				t.Fatal(err)
			}
			q.Stop()
			if diff := cmp.Diff(test.want, seen.lines); diff != "" {
				t.Errorf("syncs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestQueueStopLetsTimePass(t *testing.T) {
	clk := clock.NewManual(start)
	entered, leave := make(chan struct{}), make(chan struct{})
	q := NewQueue(clk, nil, DefaultRetry, func(string) error {
		close(entered)
		<-leave
		return nil
	})
	q.Start()
	q.Add("a")
	<-entered
	q.Add("a")
	q.Add("b")
	q.AddAfter("c", time.Second)
	stopped := make(chan struct{})
	go func() { q.Stop(); close(stopped) }()
	for q.Len() > 0 {
	}
	close(leave)
	<-stopped
	q.Add("d")
	if err := clk.RunUntil(context.Background(), start.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if q.Len() != 0 {
		t.Errorf("a stopped queue keeps %d keys", q.Len())
	}
}

func TestQueuesOfOneLineSyncInTheOrderOfAsking(t *testing.T) {
	clk := clock.NewManual(start)
	line, seen := NewSerialWorker(), &synced{clock: clk}
	var a, b *Queue[string]
	a = NewQueue(clk, line, JobRetry, func(key string) error {
		seen.note("a" + key)
		b.Add(key + "'")
		return nil
	})
	b = NewQueue(clk, line, JobRetry, func(key string) error {
		seen.note("b" + key)
		return nil
	})
	a.Add("1")
	a.Add("2")
	b.Add("3")
	a.Start()
	b.Start()
	line.Start()
	if err := clk.RunUntil(context.Background(), start); err != nil {
		t.Fatal(err)
	}
	a.Stop()
	b.Add("late")
	b.Stop()
	line.Stop()
	a.Add("later")
	got := seen.lines[:5]
	if diff := cmp.Diff([]string{"0s a1", "0s a2", "0s b3", "0s b1'", "0s b2'"}, got); diff != "" {
		t.Errorf("syncs (-want +got):\n%s", diff)
	}
	if err := clk.RunUntil(context.Background(), start.Add(time.Second)); err != nil {
		t.Errorf("stopped queues keep time from passing: %v", err)
	}
}

func TestRetryDelays(t *testing.T) {
	var got []time.Duration
	for n := 1; n <= 8; n++ {
		got = append(got, JobRetry.Delay(n))
	}
	want := []time.Duration{1e9, 2e9, 4e9, 8e9, 16e9, 32e9, 60e9, 60e9}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("delays (-want +got):\n%s", diff)
	}
	if got := DefaultRetry.Delay(1 << 20); got != DefaultRetry.Cap {
		t.Errorf("after a million failures the delay is %v", got)
	}
}
