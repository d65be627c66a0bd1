package forecast_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"pgregory.net/rapid"

	"github.com/kronoscope/kronoscope/scheduler/forecast"
)

func TestSuggestionsLowerThePeakTheyName(t *testing.T) {
	const m = time.Minute
	at2 := func(name string, pods int32) *load { return cronJob("0 2 * * *", 15*m).named(name).parallel(pods) }
	tests := map[string]struct {
		quotas []*corev1.ResourceQuota
		loads  []*load
		want   []string
	}{
		"three at once": {nil, []*load{at2("a", 4), at2("b", 3), at2("c", 2)}, []string{
			"a: from 0 2 * * * to 20 2 * * *: peak pods 9 → 5", "b: from 0 2 * * * to 40 2 * * *: peak pods 5 → 4",
		}},
		"two that are small": {nil, []*load{at2("a", 1), at2("b", 1)}, nil},
		"the same over a quota": {[]*corev1.ResourceQuota{quota(hard("pods", "1"))}, []*load{at2("a", 1), at2("b", 1)}, []string{
			"a: from 0 2 * * * to 20 2 * * *: peak pods 2 → 1",
		}},
		"one that overlaps with itself cannot be moved apart": {nil, []*load{cronJob("*/20 * * * *", 90*m), cronJob("@every 90m", m)}, nil},
		"a macro, and a step": {nil, []*load{cronJob("@hourly", 5*m).named("a").parallel(2), cronJob("*/30 * * * *", 5*m).named("b").parallel(2)}, []string{
			"a: from @hourly to 10 * * * *: peak pods 4 → 2",
		}},
		"not to where another quota would be exceeded": {
			[]*corev1.ResourceQuota{quota(hard("pods", "3", "requests.cpu", "1"))},
			[]*load{
				at2("a", 1).asks("100m", "1Mi"), at2("b", 1).asks("100m", "1Mi"), at2("c", 1).asks("100m", "1Mi"), at2("d", 1).asks("100m", "1Mi"),
				cronJob("20 2 * * *", 15*m).named("heavy").asks("950m", "1Mi"),
			},
			[]string{"a: from 0 2 * * * to 40 2 * * *: peak pods 4 → 3"},
		},
		"not to where what has no quota rises": {
			[]*corev1.ResourceQuota{quota(hard("pods", "2"))},
			[]*load{
				at2("a", 1).asks("100m", "1Gi"), at2("b", 1).asks("100m", "1Gi"), at2("c", 1).asks("100m", "1Gi"),
				cronJob("20 2 30 * *", 15*m).named("heavy").asks("100m", "8Gi"),
			},
			[]string{"a: from 0 2 * * * to 40 2 * * *: peak pods 3 → 2"},
		},
		"not to where its own runs get in each other's way": {
			nil, []*load{cronJob("*/15 * * * *", 20*m).named("a").policy(forbid).parallel(2), cronJob("0 0 * * *", 5*m).named("b")}, nil,
		},
		"nothing is left to mend under a quota that is kept": {
			[]*corev1.ResourceQuota{quota(hard("pods", "3"))}, []*load{at2("a", 1), at2("b", 1), at2("c", 1), at2("d", 1)}, []string{
				"a: from 0 2 * * * to 20 2 * * *: peak pods 4 → 3",
			},
		},
		"each quota in turn": {
			[]*corev1.ResourceQuota{quota(hard("pods", "2", "requests.cpu", "1"))},
			[]*load{at2("a", 1).asks("600m", "1Mi"), at2("b", 1).asks("600m", "1Mi"), at2("c", 1).asks("600m", "1Mi")},
			[]string{
				"a: from 0 2 * * * to 20 2 * * *: peak pods 3 → 2", "b: from 0 2 * * * to 40 2 * * *: peak requests.cpu 1200m → 600m",
			},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			f := makeForecast(t, day(7), tt.quotas, tt.loads...)
			var got []string
			for _, s := range f.Suggestions {
				got = append(got, f.CronJobs[s.CronJob].CronJob.Name+": "+s.String())
			}
			for _, harm := range carriedOut(t, f, tt.quotas, tt.loads) {
				t.Error(harm)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

// carriedOut does what a forecast of a week suggests, and tells each time whether the peak does not fall to what was promised, or
// something else comes to harm.
func carriedOut(t *testing.T, f *forecast.Forecast, quotas []*corev1.ResourceQuota, loads []*load) (harms []string) {
	t.Helper()
	harm := func(format string, args ...any) { harms = append(harms, fmt.Sprintf(format, args...)) }
	for _, s := range f.Suggestions {
		loads[s.CronJob].CronJob.Spec.Schedule = s.Instead
		after := makeForecast(t, day(7), quotas, loads...)
		for i, was := range f.Usage[0].Peaks {
			is := after.Usage[0].Peaks[i]
			over := is.Limit != nil && is.Limit.Over > 0
			switch wasOver := was.Limit != nil && was.Limit.Over > 0; {
			case was.Resource == s.Resource:
				if is.Amount.Cmp(s.After) != 0 || s.After.Cmp(s.Before) >= 0 {
					harm("after %s the peak is %s", s, is.Amount.String())
				}
			case over && !wasOver:
				harm("%s: %s exceeds its quota with %s", s, is.Resource, is.Amount.String())
			case (was.Limit == nil || wasOver) && is.Amount.Cmp(was.Amount) > 0:
				harm("%s: %s rises from %s to %s", s, is.Resource, was.Amount.String(), is.Amount.String())
			}
		}
		for i := range f.CronJobs {
			was, is := f.CronJobs[i].Tally(), after.CronJobs[i].Tally()
			if is.Skipped > was.Skipped || is.Late > was.Late || is.Replaced > was.Replaced || is.Overlaps > was.Overlaps {
				harm("%s: %+v becomes %+v", s, was, is)
			}
		}
		f = after
	}
	return harms
}

func TestSuggestionsHarmNothing(t *testing.T) {
	suggestions := 0
	rapid.Check(t, func(rt *rapid.T) {
		var loads []*load
		for i := range rapid.IntRange(2, 5).Draw(rt, "CronJobs") {
			schedule := rapid.SampledFrom([]string{"0 2 * * *", "10 2 * * *", "20 2 * * *", "0 */3 * * *", "*/30 * * * *", "30 2 * * 1", "@daily"}).Draw(rt, "schedule")
			takes := time.Duration(rapid.IntRange(1, 70).Draw(rt, "minutes")) * time.Minute
			l := cronJob(schedule, takes).named(fmt.Sprintf("c%d", i)).parallel(rapid.Int32Range(1, 3).Draw(rt, "pods"))
			l.asks(fmt.Sprintf("%dm", rapid.IntRange(1, 9).Draw(rt, "cpu")*100), fmt.Sprintf("%dMi", rapid.IntRange(1, 9).Draw(rt, "memory")))
			loads = append(loads, l.policy(rapid.SampledFrom([]batchv1.ConcurrencyPolicy{"Allow", forbid, replace}).Draw(rt, "policy")))
		}
		limits := []string{"pods", fmt.Sprint(rapid.IntRange(1, 12).Draw(rt, "quota of pods"))}
		limits = append(limits, "requests.cpu", fmt.Sprint(rapid.IntRange(1, 4).Draw(rt, "quota of cpu")))
		if rapid.Bool().Draw(rt, "memory is limited") {
			limits = append(limits, "memory", fmt.Sprintf("%dMi", rapid.IntRange(1, 40).Draw(rt, "quota of memory")))
		}
		quotas := []*corev1.ResourceQuota{quota(hard(limits...))}
		f := makeForecast(t, day(7), quotas, loads...)
		suggestions += len(f.Suggestions)
		for _, harm := range carriedOut(t, f, quotas, loads) {
			rt.Error(harm)
		}
	})
	if suggestions == 0 {
		t.Error("nothing was suggested in any of the worlds")
	}
}
