package tui

import (
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

// crowded is the program on 10,000 Jobs at 200×60, the Jobs in view.
func crowded(b *testing.B) *Root {
	b.Helper()
	snapshot := tuitest.Crowd(10_000)
	model, err := New(Options{
		Cluster:   &kube.Cluster{Context: "demo", Embedded: true, Clock: tuitest.NewClock(1)},
		Inventory: tuitest.NewSource(), Actions: &tuitest.Actions{}, Theme: "dark", Zone: tuitest.Paris,
	})
	if err != nil {
		b.Fatal(err)
	}
	root := model.(*Root)
	b.Cleanup(root.close)
	root.Update(tea.WindowSizeMsg{Width: 200, Height: 60})
	root.gen = 1
	root.Update(dataMsg{gen: 1, snapshot: snapshot})
	root.Update(keyPress("2"))
	return root
}

// BenchmarkFrame10000Jobs is from a key to the frame: Update and View, among 10,000 Jobs at 200×60. Besides the mean it
// tells the slowest of a hundred.
func BenchmarkFrame10000Jobs(b *testing.B) {
	cases := []struct {
		name string
		keys []string
	}{
		{"move", []string{"j", "j", "k", "ctrl+f", "G", "k", "g"}},
		{"mark", []string{"space", "j"}},
		{"sort", []string{"o", "O"}},
		{"filter", []string{"/", "i", "b", "7", "esc"}},
		{"tab", []string{"1", "2"}},
	}
	for _, c := range cases {
		b.Run(c.name, func(b *testing.B) {
			root := crowded(b)
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				press := keyPress(c.keys[i%len(c.keys)])
				from := time.Now()
				root.Update(press)
				root.View()
				took = append(took, time.Since(from))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}

// BenchmarkData10000Jobs is from a new snapshot to the frame.
func BenchmarkData10000Jobs(b *testing.B) {
	root := crowded(b)
	snapshots := []*workload.Snapshot{tuitest.Crowd(10_000), tuitest.Crowd(9_999)}
	for i := 0; b.Loop(); i++ {
		root.Update(dataMsg{gen: root.gen, snapshot: snapshots[i%2]})
		root.View()
	}
}
