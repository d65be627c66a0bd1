package slots

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
)

// Entry is a slot of a CronJob, or a run that is for none of its slots.
type Entry struct {
	Key     kube.Key
	At      time.Time // the slot, in the zone of the day; of a run without a slot, when it was created
	Minute  Minute
	Outcome Outcome
	// Job is the run; of a slot that was skipped or waits, the run that must end first (Forbid). Nil when there is none.
	Job *workload.Job
	// Run is the run of a Job that was deleted since the watch began; nil for every other.
	Run *workload.Run
	// Slot is set when the current schedule has this slot. Otherwise Manual is set when the run was triggered by hand; if not, the
	// schedule was different then.
	Slot, Manual bool
}

// MaxEntries is how many entries are listed at most.
const MaxEntries = 5000

// Entries lists what happens in a part of the day, as far as is known, by time, then name. more is how many are left out beyond
// [MaxEntries].
func (d *Day) Entries(ctx context.Context, w Window, cronJobs []*workload.CronJob, at scheduler.Observation) (entries []Entry, more int, ok bool) {
	places := d.byKey()
	n := 0
	collect := func(e Entry) {
		n++
		if entries = append(entries, e); len(entries) == 4*MaxEntries {
			entries = sortAndLimit(entries)
		}
	}
	for _, c := range cronJobs {
		if ctx.Err() != nil {
			return nil, 0, false
		}
		f := places[c.Key()]
		if (f == nil || len(f.within(w)) == 0) && len(c.Jobs)+len(c.Past) == 0 {
			continue
		}
		t := d.cronJobDay(c, f, at)
		t.slots(w, collect)
		t.offSchedule(w, collect)
	}
	entries = sortAndLimit(entries)
	return entries, n - len(entries), true
}

// sortAndLimit sorts entries and keeps at most [MaxEntries].
func sortAndLimit(entries []Entry) []Entry {
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Minute, b.Minute), a.At.Compare(b.At), cmp.Compare(a.Key.Namespace, b.Key.Namespace), cmp.Compare(a.Key.Name, b.Key.Name))
	})
	return entries[:min(len(entries), MaxEntries)]
}
