package slots

import (
	"fmt"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/kube/workload"
)

func TestEntriesOfABusyMinuteAreBounded(t *testing.T) {
	var cronJobs []*workload.CronJob
	for i := range MaxEntries + 7 {
		cronJobs = append(cronJobs, cronJob(t, fmt.Sprintf("job-%05d", i), "0 2 * * *", "UTC"))
	}
	d := dayOf(t, cronJobs, Date{2026, time.December, 1}, Zone{time.UTC})
	entries, more, _ := d.Entries(t.Context(), WholeDay, cronJobs, since(time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)))
	if len(entries) != MaxEntries || more != 7 || entries[0].Key.Name != "job-00000" {
		t.Errorf("%d entries from %s on and %d more", len(entries), entries[0].Key.Name, more)
	}
}

// What is listed of a crowd is what comes first, whoever of it is asked last.
func TestTheFirstEntriesOfACrowdAreListed(t *testing.T) {
	const crowd = 400
	var cronJobs []*workload.CronJob
	for i := range crowd {
		cronJobs = append(cronJobs, cronJob(t, fmt.Sprintf("job-%05d", i), "* 2 * * *", "UTC"))
	}
	d := dayOf(t, cronJobs, Date{2026, time.December, 1}, Zone{time.UTC})
	entries, more, _ := d.Entries(t.Context(), WholeDay, cronJobs, since(time.Date(2026, 11, 24, 0, 0, 0, 0, time.UTC)))
	if len(entries) != MaxEntries || more != 60*crowd-MaxEntries {
		t.Fatalf("%d entries and %d more", len(entries), more)
	}
	for i, e := range entries {
		if want := fmt.Sprintf("job-%05d", i%crowd); e.Key.Name != want || e.Minute != MinuteAt(2, false, i/crowd) {
			t.Fatalf("entry %d is %s at %v, want %s at minute %d", i, e.Key.Name, e.At, want, i/crowd)
		}
	}
}
