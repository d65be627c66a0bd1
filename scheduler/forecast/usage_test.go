package forecast_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/utils/ptr"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/scheduler/forecast"
)

// peaks are a line for each peak: "ns pods 3 at 00:20 by a×1=2 b×1=1 of team 2 over 1 for 40m0s".
func peaks(f *forecast.Forecast) (lines []string) {
	for _, u := range f.Usage {
		for _, p := range u.Peaks {
			line := fmt.Sprintf("%s %s %s", u.Namespace, p.Resource, p.Amount.String())
			if !p.At.IsZero() {
				line += " at " + p.At.UTC().Format("15:04")
			}
			var by []string
			for _, share := range p.By {
				by = append(by, fmt.Sprintf("%s×%d=%s", f.CronJobs[share.CronJob].CronJob.Name, share.Runs, share.Amount.String()))
			}
			if len(by) > 0 {
				line += " by " + strings.Join(by, " ")
			}
			if l := p.Limit; l != nil {
				line += fmt.Sprintf(" of %s %s", l.Quota, l.Hard.String())
				if !l.Others.IsZero() {
					line += " less " + l.Others.String()
				}
				if l.Over > 0 {
					line += fmt.Sprintf(" over %d from %s for %v", l.Over, l.From.UTC().Format("15:04"), l.OverTime)
				}
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func hard(pairs ...string) corev1.ResourceList {
	list := corev1.ResourceList{}
	for i := 0; i < len(pairs); i += 2 {
		list[corev1.ResourceName(pairs[i])] = resource.MustParse(pairs[i+1])
	}
	return list
}

func TestPeaks(t *testing.T) {
	const m = time.Minute
	hour := day(1.0 / 24)
	sidecar := cronJob("0 * * * *", 30*m).job(func(s *batchv1.JobSpec) {
		spec := &s.Template.Spec
		asks := func(cpu, memory string) corev1.ResourceRequirements {
			return corev1.ResourceRequirements{Requests: hard("cpu", cpu, "memory", memory)}
		}
		spec.InitContainers = []corev1.Container{
			{Name: "big", Resources: asks("2", "100Mi")},
			{Name: "proxy", Resources: asks("100m", "50Mi"), RestartPolicy: ptr.To(corev1.ContainerRestartPolicyAlways)},
		}
		spec.Containers[0].Resources.Limits = hard("cpu", "500m", "memory", "1Gi") // and no requests
		spec.Overhead = hard("memory", "10Mi")
	})
	inherited := quota(hard("pods", "10"))
	inherited.Status.Used = hard("pods", "7")
	finishedToo := quota(hard("count/jobs.batch", "9"))
	finishedToo.Status.Used = hard("count/jobs.batch", "5")
	usedUp := quota(hard("pods", "2"))
	usedUp.Status.Used = hard("pods", "5")
	scoped := quota(hard("pods", "1"))
	scoped.Spec.Scopes = []corev1.ResourceQuotaScope{corev1.ResourceQuotaScopeBestEffort}
	tests := map[string]struct {
		quotas []*corev1.ResourceQuota
		loads  []*load
		want   []string
	}{
		"runs that follow each other do not add up": {
			nil,
			[]*load{cronJob("0 * * * *", 20*m).named("a").parallel(2), cronJob("20 * * * *", 40*m).named("b")},
			[]string{"ns pods 2 at 00:00 by a×1=2"},
		},
		"runs that overlap do, at the instant that the last one joins": {
			nil,
			[]*load{cronJob("0 * * * *", 30*m).named("a").parallel(2), cronJob("20 * * * *", 40*m).named("b")},
			[]string{"ns pods 3 at 00:20 by a×1=2 b×1=1"},
		},
		"runs that take no time meet nevertheless": {
			nil,
			[]*load{cronJob("0 * * * *").named("a"), cronJob("0 * * * *").named("b"), cronJob("1 * * * *").named("c")},
			[]string{"ns pods 2 at 00:00 by a×1=1 b×1=1"},
		},
		"completions bound parallelism": {
			nil,
			[]*load{cronJob("0 * * * *", m).parallel(10).job(func(s *batchv1.JobSpec) { s.Completions = ptr.To[int32](4) })},
			[]string{"ns pods 4 at 00:00 by c×1=4"},
		},
		"a CronJob overlaps with itself": {nil, []*load{cronJob("*/20 * * * *", 45*m)}, []string{"ns pods 3 at 00:40 by c×3=3"}},
		"init containers, sidecars, overhead and limits without requests": {
			[]*corev1.ResourceQuota{quota(hard("limits.cpu", "4"))},
			[]*load{sidecar},
			[]string{
				"ns pods 1 at 00:00 by c×1=1", "ns requests.cpu 2 at 00:00 by c×1=2", "ns requests.memory 1084Mi at 00:00 by c×1=1084Mi",
				"ns limits.cpu 500m at 00:00 by c×1=500m of team 4",
			},
		},
		"a quota by any of its names": {
			[]*corev1.ResourceQuota{quota(hard("pods", "2", "cpu", "300m", "requests.memory", "1Gi", "services", "3", "requests.storage", "1Gi"))},
			[]*load{cronJob("0 * * * *", 30*m).named("a").parallel(2).asks("100m", "64Mi"), cronJob("20 * * * *", 40*m).named("b").asks("150m", "64Mi")},
			[]string{
				"ns pods 3 at 00:20 by a×1=2 b×1=1 of team 2 over 1 from 00:20 for 10m0s",
				"ns requests.cpu 350m at 00:20 by a×1=200m b×1=150m of team 300m over 1 from 00:20 for 10m0s",
				"ns requests.memory 192Mi at 00:20 by a×1=128Mi b×1=64Mi of team 1Gi",
			},
		},
		"what others use is not there": {
			[]*corev1.ResourceQuota{inherited},
			[]*load{cronJob("0 * * * *", 20*m).parallel(5).running("c-1", m, false)},
			[]string{"ns pods 10 at 00:00 by c×2=10 of team 10 less 2 over 1 from 00:00 for 19m0s"},
		},
		"others use more than there is: every run exceeds what is left, and nothing does between them": {
			[]*corev1.ResourceQuota{usedUp},
			[]*load{cronJob("*/20 * * * *", 5*m)},
			[]string{"ns pods 1 at 00:00 by c×1=1 of team 2 less 5 over 3 from 00:00 for 15m0s"},
		},
		"and a run that goes on does until the end of the span": {
			[]*corev1.ResourceQuota{usedUp},
			[]*load{cronJob("50 * * * *", 5*60*m)},
			[]string{"ns pods 1 at 00:50 by c×1=1 of team 2 less 5 over 1 from 00:50 for 10m0s"},
		},
		"the tightest quota counts, one with scopes does not": {
			[]*corev1.ResourceQuota{quota(hard("pods", "9")), quota(hard("pods", "3")), scoped},
			[]*load{cronJob("0 * * * *", m).parallel(2)},
			[]string{"ns pods 2 at 00:00 by c×1=2 of team 3"},
		},
		"Jobs count as long as the history keeps them": {
			[]*corev1.ResourceQuota{quota(hard("count/jobs.batch", "2"))},
			[]*load{cronJob("*/10 * * * *", 5*m)},
			[]string{"ns pods 1 at 00:00 by c×1=1", "ns count/jobs.batch 4 at 00:30 by c×4=4 of team 2 over 1 from 00:20 for 40m0s"},
		},
		"a TTL may be shorter": {
			[]*corev1.ResourceQuota{quota(hard("count/jobs.batch", "2"))},
			[]*load{cronJob("*/10 * * * *", 5*m).job(func(s *batchv1.JobSpec) { s.TTLSecondsAfterFinished = ptr.To[int32](600) })},
			[]string{"ns pods 1 at 00:00 by c×1=1", "ns count/jobs.batch 2 at 00:10 by c×2=2 of team 2"},
		},
		"no history, and Replace": {
			[]*corev1.ResourceQuota{quota(hard("count/jobs.batch", "2"))},
			[]*load{cronJob("*/10 * * * *", 15*m).policy(replace).spec(func(s *batchv1.CronJobSpec) { s.SuccessfulJobsHistoryLimit = ptr.To[int32](0) })},
			[]string{"ns pods 1 at 00:00 by c×1=1", "ns count/jobs.batch 1 at 00:00 by c×1=1 of team 2"},
		},
		"failures have a history of their own": {
			[]*corev1.ResourceQuota{quota(hard("count/jobs.batch", "9"))},
			[]*load{cronJob("*/10 * * * *", 5*m).limit(60)},
			[]string{"ns pods 1 at 00:00 by c×1=1", "ns count/jobs.batch 2 at 00:10 by c×2=2 of team 9"},
		},
		"Jobs that fail as they start have no pods, whatever they are to do": {
			[]*corev1.ResourceQuota{quota(hard("count/jobs.batch", "9", "count/pods", "9"))},
			[]*load{cronJob("*/10 * * * *", 5*m).asks("1", "1Gi").limit(9_999_999_999)},
			[]string{"ns pods 0", "ns count/jobs.batch 2 at 00:10 by c×2=2 of team 9", "ns count/pods 0 of team 9"},
		},
		"count/pods has those of finished Jobs": {
			[]*corev1.ResourceQuota{quota(hard("count/pods", "50"))},
			[]*load{cronJob("*/10 * * * *", 5*m).parallel(2).job(func(s *batchv1.JobSpec) { s.Completions = ptr.To[int32](6) })},
			[]string{"ns pods 2 at 00:00 by c×1=2", "ns count/pods 24 at 00:30 by c×4=24 of team 50"},
		},
		"finished Jobs are there already, and go in their turn": {
			[]*corev1.ResourceQuota{finishedToo},
			[]*load{cronJob("*/30 * * * *", 5*m).finished("c-1", 50*m).finished("c-2", 20*m).running("c-3", m, false)},
			[]string{"ns pods 2 at 00:00 by c×2=2", "ns count/jobs.batch 4 at 00:00 by c×4=4 of team 9 less 2"},
		},
		"a quota where nothing runs": {[]*corev1.ResourceQuota{quota(hard("pods", "9"))}, nil, []string{"ns pods 0 of team 9"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, peaks(makeForecast(t, hour, tt.quotas, tt.loads...))); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestNamespacesDoNotShareAPeak(t *testing.T) {
	other := cronJob("0 * * * *", time.Minute).named("b").parallel(3)
	other.CronJob.Namespace = "another"
	got := peaks(makeForecast(t, day(1), nil, cronJob("0 * * * *", time.Minute).named("a"), other))
	if diff := cmp.Diff([]string{"another pods 3 at 00:00 by b×1=3", "ns pods 1 at 00:00 by a×1=1"}, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
