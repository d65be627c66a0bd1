package timeline

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// around returns a query with cells of 5 minutes around noon.
func around(before, after time.Duration) slotQuery {
	return slotQuery{widget.TimeScale{From: noon.Add(-before).Unix(), Cell: 300, Cells: int((before + after) / (5 * time.Minute))}, noon, noon}
}

// describeSlots returns the slots of a cluster's only CronJob around noon, one line each.
func describeSlots(t *testing.T, c *cluster, before, after time.Duration) []string {
	t.Helper()
	l := cronJobLane(workload.SnapshotOf(c.objects...).CronJobs[0])
	in := around(before, after)
	words := map[slotReason]string{
		toCome: "to come", late: "late", replaced: "replaced", endless: "endless", counted: "counted", due: "due", inTheWay: "in the way of",
		pastDeadline: "past deadline", notStarted: "not started", suspended: "suspended", unexplained: "unexplained",
	}
	var lines []string
	for _, s := range slotsOf(t.Context(), l, in) {
		line := fmt.Sprintf("%s %s %s", s.at.UTC().Format("15:04"), widget.SpanGlyph(s.Kind), words[s.reason])
		if s.by != "" {
			line = fmt.Sprintf("%s %s", line, s.by)
		}
		if took := s.To - s.From; took > 0 && !s.Behind {
			line += fmt.Sprintf(" for %ds", took)
		}
		if s.Count > 0 {
			line += fmt.Sprintf(" ×%d", s.Count)
		}
		lines = append(lines, line)
	}
	return lines
}

func TestSlotsWithoutARunAreExplained(t *testing.T) {
	replace := func(c *batchv1.CronJob) { c.Spec.ConcurrencyPolicy = batchv1.ReplaceConcurrent }
	last := func(ago time.Duration) func(*batchv1.CronJob) {
		return func(c *batchv1.CronJob) {
			c.Status.LastScheduleTime = ptr.To(metav1.NewTime(noon.Add(-ago).Truncate(time.Minute)))
		}
	}
	active := func(c *cluster) { // the status names the run under way, as the controller writes it
		cj := c.objects[0].(*batchv1.CronJob)
		job := c.objects[len(c.objects)-1].(*batchv1.Job)
		cj.Status.Active = append(cj.Status.Active, *jobRef(job))
	}
	cases := []struct {
		name          string
		before, after time.Duration
		build         func(*cluster)
		want          []string
	}{
		{
			"to come, as long as the median", 0, 2 * hour, func(c *cluster) {
				c.runs(c.cronJob("a", "0 * * * *", last(30*time.Second)), "", how{ago: 30 * time.Second, took: 20 * time.Second},
					how{ago: hour + 30*time.Second, took: 40 * time.Second}, how{ago: 2*hour + 30*time.Second, took: 90 * time.Second})
			}, []string{"12:00 ◌ to come for 40s", "13:00 ◌ to come for 40s"},
		},
		{
			"of unknown length", 0, 2 * hour, func(c *cluster) { c.cronJob("a", "30 * * * *", last(30*time.Minute)) },
			[]string{"11:30 ◌ to come", "12:30 ◌ to come"},
		},
		{
			"missed, since nothing can be gone", 4 * hour, 30 * time.Minute, func(c *cluster) {
				c.runs(c.cronJob("a", "0 * * * *", last(30*time.Second), keep(9)), "", how{ago: 30 * time.Second, took: time.Second},
					how{ago: 3*hour + 30*time.Second, took: time.Second})
			}, []string{"09:00 ! unexplained", "10:00 ! unexplained"},
		},
		{
			"older than what the history limits leave, nothing is known", 4 * hour, 30 * time.Minute, func(c *cluster) {
				c.runs(c.cronJob("a", "0 * * * *", last(30*time.Second), keep(2)), "", how{ago: 30 * time.Second, took: time.Second},
					how{ago: 2*hour + 30*time.Second, took: time.Second})
			}, []string{"10:00 ! unexplained"},
		},
		{
			"passed because a run was under way", 3 * hour, 0, func(c *cluster) {
				c.runs(c.cronJob("a", "0 * * * *", last(30*time.Second), forbid, keep(9)), "", how{ago: 30 * time.Second, took: time.Second},
					how{ago: 3*hour + 30*time.Second, took: 90 * time.Minute})
			}, []string{"09:00 ⊗ in the way of a-29925120", "10:00 ! unexplained"},
		},
		{
			"will start late, once the run before is done", 0, hour, func(c *cluster) {
				c.runs(c.cronJob("a", "*/30 * * * *", last(20*time.Minute), forbid), "",
					how{ago: 3 * hour, took: 55 * time.Minute}, how{ago: 20 * time.Minute})
				active(c)
			}, []string{"11:30 ◔ late for 3300s", "12:00 ⊗ in the way of the run of 11:30"},
		},
		{
			"will be skipped", 0, hour, func(c *cluster) {
				c.runs(c.cronJob("a", "*/10 * * * *", last(30*time.Second), forbid), "", how{ago: 3 * hour, took: 25 * time.Minute}, how{ago: 30 * time.Second})
				active(c)
			}, []string{
				"11:10 ⊗ in the way of the run of 11:00", "11:20 ◔ late for 1500s", "11:30 ⊗ in the way of the run of 11:20",
				"11:40 ⊗ in the way of the run of 11:20", "11:50 ◌ to come for 1500s", "12:00 ⊗ in the way of the run of 11:50",
			},
		},
		{
			"will be replaced", 0, 25 * time.Minute, func(c *cluster) {
				c.runs(c.cronJob("a", "*/10 * * * *", last(30*time.Second), replace), "", how{ago: 3 * hour, took: 25 * time.Minute})
			}, []string{"11:10 ◌ replaced for 600s", "11:20 ◌ to come for 1500s"},
		},
		{
			"suspended since the first slot after the last run", 3 * hour, hour, func(c *cluster) {
				c.cronJob("a", "0 * * * *", last(2*hour+30*time.Second), suspend)
			}, []string{"10:00 ⏸ suspended"},
		},
		{
			"too many to be told apart are counted by the cell", 0, 60 * 24 * hour, func(c *cluster) { c.cronJob("a", "* * * * *", last(30*time.Second)) },
			[]string{"11:01 ◌ counted ×5", "11:06 ◌ counted ×5"},
		},
		{"of a schedule that cannot be read, none", 24 * hour, 24 * hour, func(c *cluster) { c.cronJob("a", "61 * * * *") }, nil},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			objects := &cluster{created: noon.Add(-48 * hour)}
			c.build(objects)
			got := describeSlots(t, objects, c.before, c.after)
			if len(c.want) > 0 && len(got) > 100 {
				got = got[:len(c.want)]
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestARememberedRunIsNotMissed(t *testing.T) {
	c := &cluster{created: noon.Add(-90 * time.Minute)}
	c.cronJob("a", "0 * * * *", keep(9))
	cronJob := workload.SnapshotOf(c.objects...).CronJobs[0]
	in := around(2*hour, 0)
	if got := missedSlots(cronJobLane(cronJob), in); len(got) != 2 || got[0].reason != unexplained || got[1].reason != due {
		t.Fatalf("without a memory: %v", got)
	}
	cronJob.Past = []workload.Run{{State: workload.JobComplete, Slot: noon.Add(-hour).Truncate(hour), JobDeleted: true}}
	if got := missedSlots(cronJobLane(cronJob), in); len(got) != 1 || got[0].reason != due {
		t.Fatalf("with the run remembered: %v", got)
	}
}

// TestASlotThatHasJustComeIsDue stops the clock at a slot, where it is neither past nor to come.
func TestASlotThatHasJustComeIsDue(t *testing.T) {
	for _, c := range []struct {
		say   string
		build func(*cluster)
		since time.Duration // from the slot to now
		lag   time.Duration
		want  int
	}{
		{"at its very second", func(c *cluster) { c.cronJob("a", "0 * * * *") }, 0, 0, 1},
		{"a moment after", func(c *cluster) { c.cronJob("a", "0 * * * *") }, 4 * time.Second, 0, 1},
		{"once it is known what ran", func(c *cluster) { c.cronJob("a", "0 * * * *") }, 20 * time.Minute, 0, 1},
		{"as long as it is not", func(c *cluster) { c.cronJob("a", "0 * * * *") }, 20 * time.Minute, 30 * time.Minute, 1},
		{"suspended", func(c *cluster) { c.cronJob("a", "0 * * * *", suspend) }, 0, 0, 0},
	} {
		t.Run(c.say, func(t *testing.T) {
			slotAt := noon.Truncate(hour)
			objects := &cluster{created: slotAt.Add(-30 * time.Minute)}
			c.build(objects)
			in := around(hour, hour)
			in.now = slotAt.Add(c.since)
			in.knownUntil = in.now.Add(-c.lag)
			n := 0
			for _, s := range slotsOf(t.Context(), cronJobLane(workload.SnapshotOf(objects.objects...).CronJobs[0]), in) {
				if s.reason == due && s.at.Equal(slotAt) {
					n++
				}
			}
			if n != c.want {
				t.Errorf("due %d times, want %d", n, c.want)
			}
		})
	}
}

func TestNoSlotIsMissedUntilItIsKnownWhatRan(t *testing.T) {
	c := &cluster{created: noon.Add(-4 * hour)}
	c.cronJob("a", "0 * * * *")
	l := cronJobLane(workload.SnapshotOf(c.objects...).CronJobs[0])
	in := around(4*hour, 0)
	count := func() (n int) {
		for _, s := range slotsOf(t.Context(), l, in) {
			if s.Kind == widget.SpanMissed {
				n++
			}
		}
		return n
	}
	if n := count(); n != 3 { // that of noon may still start
		t.Fatalf("%d slots are missed", n)
	}
	in.knownUntil = noon.Add(-90 * time.Minute) // 10:30: that of 10:00 may have started since
	if n := count(); n != 1 {
		t.Errorf("%d slots are missed before it is known what ran", n)
	}
	k := findSlots(t.Context(), l, in)
	if in.knownUntil = noon.Add(-hour); k.serves(l, in) {
		t.Error("what became of the slot of 11:00 is known, and not asked")
	}
	if in.knownUntil = noon.Add(-80 * time.Minute); !k.serves(l, in) {
		t.Error("asks again though no slot has come to be known")
	}
}
