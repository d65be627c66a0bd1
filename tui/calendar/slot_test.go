package calendar

import (
	"testing"
	"time"

	"k8s.io/utils/ptr"
)

func TestASlotThatCanNeverStartInTimeSaysSo(t *testing.T) {
	tests := map[string]struct {
		deadline int64
		want     []string
	}{
		"a moment":                   {1, []string{"cannot start within", "1s of its time"}},
		"no time at all":             {0, []string{"would not run: startingDeadlineSeconds", "of 0 have passed"}},
		"more than a duration holds": {9_999_999_999, []string{"would not run: startingDeadlineSeconds", "of 9999999999 is more", "292 years"}},
		"all the way round":          {20_000_000_000, []string{"within 17977d of its"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c := cronJob(t, "hourly", "0 * * * *", "UTC")
			c.Trimmed.Spec.StartingDeadlineSeconds = ptr.To(tt.deadline)
			w := worldOf(t, nil, c)
			w.at(time.Date(2026, 11, 24, 0, 30, 0, 0, time.UTC))
			w.press("d", "N", "down", "enter")
			w.sees(append(tt.want, "── would run ──")...)
		})
	}
}

func TestAMissedSlotBlamesADeadlineThatNoneCanKeep(t *testing.T) {
	c := cronJob(t, "hourly", "0 * * * *", "UTC")
	c.Trimmed.Spec.StartingDeadlineSeconds = ptr.To[int64](0)
	w := worldOf(t, nil, c)
	w.at(time.Date(2026, 11, 24, 0, 30, 0, 0, time.UTC))
	w.press("d", "N", "enter")
	w.sees("── missed ──", "Missed: startingDeadlineSeconds of 0 have")
	w.seesNot("The controller was down")
}
