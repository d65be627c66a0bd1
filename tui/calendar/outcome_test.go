package calendar

import (
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube/slots/slotstest"
	"github.com/kronoscope/kronoscope/kube/workload"
)

func TestASlotThatForbidHeldBackIsNotAnIncident(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 11, 23, hour, 0, 0, 0, time.UTC) }
	c := cronJob(t, "hourly", "0 * * * *", "UTC")
	c.Trimmed.Spec.ConcurrencyPolicy = batchv1.ForbidConcurrent
	slotstest.Ran(c, at(2), workload.JobRunning, false)
	c.Trimmed.CreationTimestamp.Time = at(1)
	w := worldOf(t, nil, c)
	w.press("left")
	w.sees("[23", "●1 ⊗20") // from 03:00 to 22:00, which is 23:00 in Paris
	w.seesNot("[23!", "!2")
	w.press("D")
	w.text("2026-11-23 04:00")
	w.press("enter", "enter")
	w.sees("04:00 ⊗ hourly", "skipped")
	w.press("enter")
	w.sees("── skipped ──", "was still active", "the policy is Forbid")
}
