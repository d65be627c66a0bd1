package forecast_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler/forecast"
)

func findings(f *forecast.Forecast) (lines []string) {
	for _, found := range f.Findings {
		line := string(found.Code) + ": " + found.Text
		if found.Grave {
			line = "! " + line
		}
		lines = append(lines, line)
	}
	return lines
}

func TestFindings(t *testing.T) {
	const m = time.Minute
	tests := map[string]struct {
		quotas []*corev1.ResourceQuota
		given  *load
		want   []string
	}{
		"nothing to say": {nil, cronJob("0 * * * *", m), nil},
		"Forbid": {nil, cronJob("*/10 * * * *", 25*m).policy(forbid), []string{
			"skips: 86 of 144 slots start nothing, the first at Tue 24 Nov 00:10 UTC, because a run is still under way (Forbid): a run takes 25 minutes.",
			"late: 29 runs start late, up to 5 minutes, when the run before has ended.",
		}},
		"Replace now and then": {nil, cronJob("0,5 * * * *", 10*m).policy(replace), []string{
			"replaces: 24 of 48 runs are replaced before they end, the first at Tue 24 Nov 00:00 UTC.",
		}},
		"Replace always": {nil, cronJob("*/5 * * * *", 10*m).policy(replace), []string{
			"! never-completes: No run completes: each is replaced by the next, after 5 minutes at most.",
		}},
		"Allow": {nil, cronJob("*/20 * * * *", 45*m), []string{
			"overlaps: 71 runs start while an earlier one is under way, up to 3 at once: a run takes 45 minutes.",
		}},
		"unknown": {nil, cronJob("0 * * * *"), []string{"unknown-duration: It is not known how long runs of c take: the forecast assumes that they take no time."}},
		"a deadline of the Job": {
			nil, cronJob("0 12 * * *", 25*m).limit(90),
			[]string{"! exceeds-deadline: 1 run fails after 1 minute 30 seconds: activeDeadlineSeconds pass before a run is done."},
		},
		"a deadline of the Job that leaves no time": {
			nil, cronJob("0 */8 * * *", 25*m).limit(0),
			[]string{"! exceeds-deadline: 3 runs fail at once: activeDeadlineSeconds pass before a run is done."},
		},
		"a deadline of the Job that is meant to be never": {
			nil, cronJob("0 */8 * * *", 25*m).limit(9_999_999_999),
			[]string{"! exceeds-deadline: 3 runs fail at once: activeDeadlineSeconds of 9999999999 is more than the 292 years that Kubernetes can count, and overflows."},
		},
		"a deadline of slots that is meant to be never": {nil, cronJob("0 */8 * * *", 25*m).policy(forbid).deadline(9_999_999_999), []string{
			"! misses-deadline: 3 of 3 slots start nothing, the first at Tue 24 Nov 00:00 UTC, " +
				"because startingDeadlineSeconds of 9999999999 is more than the 292 years that Kubernetes can count, and overflows.",
		}},
		"a deadline that nobody can keep": {nil, cronJob("0 12 * * *", m).deadline(0), []string{
			"! misses-deadline: 1 of 1 slot starts nothing, the first at Tue 24 Nov 12:00 UTC, because startingDeadlineSeconds of 0 have passed before the controller looks.",
		}},
		"seconds are told where there are some": {
			nil, cronJob("@every 5m20s", 12*m).policy(forbid), []string{
				"skips: 149 of 269 slots start nothing, the first at Tue 24 Nov 00:10:40 UTC, because a run is still under way (Forbid): a run takes 12 minutes.",
				"late: 90 runs start late, up to 4 minutes, when the run before has ended.",
			},
		},
		"no end": {nil, cronJob("0 12 * * *", m).parallel(0), []string{
			"! never-completes: Its Jobs never end: they are created suspended, or without parallelism.",
		}},
		"suspended": {nil, cronJob("0 * * * *", m).spec(func(s *batchv1.CronJobSpec) { s.Suspend = ptr.To(true) }), []string{"suspended: Suspended: 24 slots pass by."}},
		"never":     {nil, cronJob("0 0 31 2 *", m), []string{"! never-fires: It never fires: no date matches in the five years that Kubernetes looks ahead."}},
		"unusable":  {nil, cronJob("* * *", m), []string{`! unusable: It starts nothing: schedule "* * *": expected exactly 5 fields, found 3: [* * *].`}},
		"a quota of Jobs": {
			[]*corev1.ResourceQuota{quota(hard("count/jobs.batch", "3"))}, cronJob("0 */6 * * *", 20*m), []string{
				"! over-quota: count/jobs.batch: up to 4 exist at once, with those that history limits and TTL keep, quota team allows 3: " +
					"1 time, for 20 minutes in all, Jobs are refused and their slots wait or are lost.",
			},
		},
		"a quota of CronJobs": {[]*corev1.ResourceQuota{quota(hard("count/cronjobs.batch", "0"))}, cronJob("0 */6 * * *", m), []string{
			"! over-quota: count/cronjobs.batch: there are 1, quota team allows 0: the API refuses to create more.",
		}},
		"a quota, and nobody knows for how long": {[]*corev1.ResourceQuota{quota(hard("pods", "2"))}, cronJob("0 */12 * * *").parallel(3), []string{
			"! over-quota: pods: up to 3 requested at once, quota team allows 2: 2 times, for an unknown time, pods are refused and their Jobs wait.",
			"unknown-duration: It is not known how long runs of c take: the forecast assumes that they take no time.",
		}},
		"a quota": {[]*corev1.ResourceQuota{quota(hard("pods", "2"))}, cronJob("0 */12 * * *", 20*m).parallel(3), []string{
			"! over-quota: pods: up to 3 requested at once, quota team allows 2: 2 times, for 40 minutes in all, pods are refused and their Jobs wait.",
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, findings(makeForecast(t, day(1), tt.quotas, tt.given))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestFindingsTellCronJobsOfOneNameApart(t *testing.T) {
	here, there := cronJob("*/20 * * * *"), cronJob("*/20 * * * *")
	there.CronJob.Namespace = "another"
	want := []string{"unknown-duration: It is not known how long runs of ns/c, another/c take: the forecast assumes that they take no time."}
	if diff := cmp.Diff(want, findings(makeForecast(t, day(1), nil, here, there))); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

func TestAForecastThatIsTooLongIsRefused(t *testing.T) {
	in := forecast.Input{Span: day(3660), Workloads: []forecast.Workload{cronJob("* * * * *").Workload}}
	if _, err := forecast.Make(t.Context(), in); err == nil || !strings.Contains(err.Error(), "more than 2000000 slots") {
		t.Errorf("got %v", err)
	}
	in.To = in.From
	if _, err := forecast.Make(t.Context(), in); err == nil || !strings.Contains(err.Error(), "spans no time") {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	in.Span = day(1)
	if _, err := forecast.Make(ctx, in); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
