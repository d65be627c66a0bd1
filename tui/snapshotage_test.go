package tui

import (
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/clock"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

func TestRunsThatAreNotSeenYetAreNotMissed(t *testing.T) {
	wall := tuitest.Now
	hourly := tuitest.CronJob("hourly", "0 * * * *", time.UTC, 0)
	hourly.Trimmed.CreationTimestamp = metav1.NewTime(tuitest.Now.Add(-2 * time.Hour))
	scene := func(version uint64, newest time.Time) *workload.Snapshot {
		return &workload.Snapshot{Version: version, CronJobs: []*workload.CronJob{hourly}, Link: workload.Link{State: workload.LinkLive}, NewestJobCreated: newest}
	}
	h := start(t, scene(1, time.Time{}), 120, 36, func(o *Options) { o.Wall = func() time.Time { return wall } })
	h.press("3")
	h.sees("!1 ○1") // the slots of 23:00 and of 00:00 UTC were there to be seen at the start; the latter may still start

	h.clock.Set(tuitest.Now.Add(4 * time.Hour)) // and a moment passes on the wall
	wall = wall.Add(time.Second)
	h.send(tickMsg{})
	h.sees("!1 ○5")

	h.source.C <- scene(2, tuitest.Now.Add(2*time.Hour)) // another CronJob's run: what is older than that has been seen
	h.run(h.root.waitForData())
	h.sees("!3 ○3")

	wall = wall.Add(clock.Settle)
	h.send(tickMsg{})
	h.sees("!5 ○1") // the latest slot may still start
}
