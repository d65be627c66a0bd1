package forecast_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler/forecast"
)

const (
	forbid  = batchv1.ForbidConcurrent
	replace = batchv1.ReplaceConcurrent
)

func TestOutlookOfACronJob(t *testing.T) {
	minutes := func(n int) time.Duration { return time.Duration(n) * time.Minute }
	hour := day(1.0 / 24)
	later := func(l *load) *load { l.CronJob.CreationTimestamp.Time = start.Add(minutes(20)); return l }
	tests := map[string]struct {
		span  forecast.Span
		given *load
		want  []string
	}{
		"a slot at the very start counts, one at the very end does not": {
			hour, cronJob("0 * * * *", minutes(5)), []string{"24 00:00:00 to 24 00:05:00"},
		},
		"a CronJob created at a slot does not start it": {
			hour, func() *load {
				l := cronJob("*/30 * * * *", minutes(5))
				l.CronJob.CreationTimestamp.Time = start
				return l
			}(),
			[]string{"24 00:30:00 to 24 00:35:00"},
		},
		"one created later starts later": {hour, later(cronJob("*/30 * * * *", minutes(5))), []string{"24 00:30:00 to 24 00:35:00"}},
		"each run takes its own time": {
			hour, cronJob("*/20 * * * *", minutes(5), minutes(7)),
			[]string{"24 00:00:00 to 24 00:05:00", "24 00:20:00 to 24 00:27:00", "24 00:40:00 to 24 00:47:00"},
		},
		"Allow lets them overlap": {
			hour, cronJob("*/20 * * * *", minutes(45)),
			[]string{"24 00:00:00 to 24 00:45:00", "24 00:20:00 to 24 01:05:00 beside 1", "24 00:40:00 to 24 01:25:00 beside 2"},
		},
		"Forbid starts the newest missed slot when the run before has ended": {
			hour, cronJob("*/10 * * * *", minutes(25)).policy(forbid),
			[]string{
				"24 00:00:00 to 24 00:25:00", "24 00:20:00 at 24 00:25:00 to 24 00:50:00", "24 00:50:00 to 24 01:15:00",
				"24 00:10:00 forbid by 24 00:00:00", "24 00:30:00 forbid by 24 00:20:00", "24 00:40:00 forbid by 24 00:20:00",
			},
		},
		"Forbid with a deadline that has passed waits for the next slot": {
			hour, cronJob("*/10 * * * *", minutes(25)).policy(forbid).deadline(60),
			[]string{
				"24 00:00:00 to 24 00:25:00", "24 00:30:00 to 24 00:55:00",
				"24 00:10:00 forbid by 24 00:00:00", "24 00:20:00 forbid by 24 00:00:00",
				"24 00:40:00 forbid by 24 00:30:00", "24 00:50:00 forbid by 24 00:30:00",
			},
		},
		"at the end of the span the newest slot still waits": {
			hour, cronJob("*/20 * * * *", minutes(90)).policy(forbid),
			[]string{"24 00:00:00 to 24 01:30:00", "24 00:20:00 forbid by 24 00:00:00", "24 00:40:00 waiting by 24 00:00:00"},
		},
		"Replace ends what runs": {
			hour, cronJob("*/20 * * * *", minutes(25)).policy(replace),
			[]string{"24 00:00:00 to 24 00:20:00 replaced", "24 00:20:00 to 24 00:40:00 replaced", "24 00:40:00 to 24 01:05:00"},
		},
		"a run under way is in the way": {
			hour, cronJob("*/20 * * * *", minutes(35)).policy(forbid).running("c-1", minutes(20), false),
			[]string{
				"23 23:40:00 to 24 00:15:00", "24 00:00:00 at 24 00:15:00 to 24 00:50:00", "24 00:40:00 at 24 00:50:00 to 24 01:25:00",
				"24 00:20:00 forbid by 24 00:00:00",
			},
		},
		"one started by hand is not": {
			hour, cronJob("0 * * * *", minutes(35)).policy(forbid).running("mine", minutes(20), true),
			[]string{"23 23:40:00 to 24 00:15:00 by hand", "24 00:00:00 to 24 00:35:00"},
		},
		"one that should be over by now ends now": {
			hour, cronJob("30 * * * *", minutes(5)).policy(forbid).running("c-1", minutes(30), false),
			[]string{"23 23:30:00 to 24 00:00:00", "24 00:30:00 to 24 00:35:00"},
		},
		"suspended it only finishes what runs": {
			hour, cronJob("0 * * * *", minutes(35)).running("c-1", minutes(20), false).spec(func(s *batchv1.CronJobSpec) { s.Suspend = ptr.To(true) }),
			[]string{"23 23:40:00 to 24 00:15:00"},
		},
		"activeDeadlineSeconds cut a run short, and the controller gathers what became of its pods": {
			hour, cronJob("0 * * * *", minutes(35)).limit(600), []string{"24 00:00:00 to 24 00:10:01 exceeds"},
		},
		"they go before success":                       {hour, cronJob("0 * * * *", minutes(10)).limit(600), []string{"24 00:00:00 to 24 00:10:00 exceeds"}},
		"a second more lets it complete":               {hour, cronJob("0 * * * *", minutes(10)).limit(601), []string{"24 00:00:00 to 24 00:10:00"}},
		"a second is over before the first look at it": {hour, cronJob("0 * * * *", minutes(10)).limit(1), []string{"24 00:00:00 to 24 00:00:02 exceeds"}},
		"without any it fails as it starts":            {hour, cronJob("0 * * * *", minutes(10)).limit(0), []string{"24 00:00:00 to 24 00:00:00 exceeds"}},
		"more than a duration holds are over as it starts": {
			hour, cronJob("0 * * * *", minutes(10)).limit(9_999_999_999), []string{"24 00:00:00 to 24 00:00:00 exceeds"},
		},
		"they end a Job without parallelism": {
			hour, cronJob("*/20 * * * *", minutes(5)).policy(forbid).parallel(0).limit(1500),
			[]string{"24 00:00:00 to 24 00:25:00 exceeds", "24 00:20:00 at 24 00:25:00 to 24 00:50:00 exceeds", "24 00:40:00 at 24 00:50:00 to 24 01:15:00 exceeds"},
		},
		"they do not run while a Job is suspended": {
			hour, cronJob("0 * * * *", minutes(5)).limit(600).job(func(s *batchv1.JobSpec) { s.Suspend = ptr.To(true) }),
			[]string{"24 00:00:00 for ever endless"},
		},
		"a Job without parallelism never ends": {
			hour, cronJob("*/30 * * * *", minutes(5)).policy(forbid).parallel(0),
			[]string{"24 00:00:00 for ever endless", "24 00:30:00 waiting by 24 00:00:00"},
		},
		"a deadline of zero is over before anybody looks": {
			hour, cronJob("30 * * * *", minutes(5)).deadline(0), []string{"24 00:30:00 deadline"},
		},
		"@every counts from its creation": {
			hour, later(cronJob("@every 25m", minutes(5))), []string{"24 00:45:00 to 24 00:50:00"},
		},
		"@every in seconds starts one Job a minute": {
			day(3.0 / 24 / 60), cronJob("@every 40s", time.Second), []string{
				"24 00:00:40 to 24 00:00:41", "24 00:01:20 to 24 00:01:21", "24 00:02:00 to 24 00:02:01", "24 00:02:40 same-minute by 24 00:02:00",
			},
		},
		"@every of a CronJob that is yet to be created counts from the start": {
			hour, cronJob("@every 25m", minutes(5)), []string{"24 00:25:00 to 24 00:30:00", "24 00:50:00 to 24 00:55:00"},
		},
		"a schedule that never fires": {hour, cronJob("0 0 31 2 *", minutes(5)), nil},
		"an unknown time zone":        {hour, cronJob("* * * * *").zone("Mars/Base"), nil},
		"runs of unknown duration take no time": {
			hour, cronJob("*/30 * * * *").policy(forbid), []string{"24 00:00:00 to 24 00:00:00", "24 00:30:00 to 24 00:30:00"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			before := tt.given.CronJob.DeepCopy()
			if diff := cmp.Diff(tt.want, linesOf(outlook(t, tt.span, tt.given))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
			if diff := cmp.Diff(before, tt.given.CronJob); diff != "" {
				t.Error("the forecast changed the CronJob:", diff)
			}
		})
	}
}

// Paris: on 25 October 2026 the hour from 02:00 comes twice, on 28 March 2027 it does not exist.
func TestOutlookAcrossChangesOfTheClocks(t *testing.T) {
	tests := map[string]struct {
		from time.Time
		want []string
	}{
		"back":    {time.Date(2026, 10, 24, 22, 0, 0, 0, time.UTC), []string{"25 00:30:00 to 25 02:00:00", "25 01:30:00 at 25 02:00:00 to 25 03:30:00"}},
		"forward": {time.Date(2027, 3, 27, 23, 0, 0, 0, time.UTC), nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			span := forecast.Span{From: tt.from, To: tt.from.Add(24 * time.Hour)}
			given := cronJob("30 2 * * *", 90*time.Minute).zone("Europe/Paris").policy(forbid)
			if diff := cmp.Diff(tt.want, linesOf(outlook(t, span, given))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// What lies between the reading of the objects and the span is played, but not told.
func TestASpanThatBeginsLater(t *testing.T) {
	span := day(1)
	span.Seen = start.Add(-24 * time.Hour)
	given := cronJob("0 */7 * * *", 8*time.Hour).policy(forbid)
	got := linesOf(outlook(t, span, given))
	want := []string{
		"24 00:00:00 to 24 08:00:00", "24 07:00:00 at 24 08:00:00 to 24 16:00:00", "24 14:00:00 at 24 16:00:00 to 25 00:00:00",
		"24 21:00:00 forbid by 24 14:00:00",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestTheStateOfALaterDaySaysNothingOfASpan(t *testing.T) {
	span := day(1.0 / 24)
	span.Seen = span.To
	given := cronJob("30 * * * *", time.Hour).policy(forbid).running("c-1", 0, false)
	if diff := cmp.Diff([]string{"24 00:30:00 to 24 01:30:00"}, linesOf(outlook(t, span, given))); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
