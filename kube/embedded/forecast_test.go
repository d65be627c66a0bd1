package embedded_test

import (
	"slices"
	"strconv"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/manifest"
	"github.com/kronoscope/kronoscope/scheduler/forecast"
	"github.com/kronoscope/kronoscope/testdata"
)

// What a Job takes besides its container: the pod's start, as its annotation has it, and the second for which the Job
// controller gathers what happened to pods.
const (
	podStart  = time.Second
	gathering = time.Second
)

// steady makes every run of a CronJob take the same time.
func steady(cj *batchv1.CronJob, takes time.Duration) *batchv1.CronJob {
	cj.Spec.JobTemplate.Spec.Template.Annotations = map[string]string{
		"kronoscope/duration": takes.String(), "kronoscope/startup": podStart.String(),
	}
	return cj
}

// guideCronJobs are those of the guide, each with the time that its runs take.
func guideCronJobs(t *testing.T, takes map[string]time.Duration) (all []*batchv1.CronJob) {
	t.Helper()
	documents, problems := manifest.ReadFS(testdata.Guide)
	for _, p := range problems {
		t.Error(p.Error())
	}
	for _, d := range documents {
		if cj, ok := d.Object.(*batchv1.CronJob); ok {
			cj.Namespace = "default"
			all = append(all, steady(cj, takes[cj.Name]))
		}
	}
	if len(all) != len(takes) {
		t.Fatalf("the guide has %d CronJobs, want %d", len(all), len(takes))
	}
	return all
}

func simpleCronJob(name, schedule, zone string, policy batchv1.ConcurrencyPolicy, takes time.Duration) *batchv1.CronJob {
	cj := &batchv1.CronJob{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "default"},
		Spec: batchv1.CronJobSpec{
			Schedule: schedule, ConcurrencyPolicy: policy,
			JobTemplate: batchv1.JobTemplateSpec{Spec: oneShot(name).Spec},
		},
	}
	if zone != "" {
		cj.Spec.TimeZone = &zone
	}
	return steady(cj, takes)
}

func within(cj *batchv1.CronJob, seconds int64) *batchv1.CronJob {
	cj.Spec.StartingDeadlineSeconds = &seconds
	return cj
}

// cut gives the Jobs of a CronJob activeDeadlineSeconds.
func cut(cj *batchv1.CronJob, seconds int64) *batchv1.CronJob {
	cj.Spec.JobTemplate.Spec.ActiveDeadlineSeconds = &seconds
	return cj
}

// The forecast is made before the plane plays the same span, and every run and every slot that starts none must come true.
func TestTheForecastComesTrue(t *testing.T) {
	const (
		m, h   = time.Minute, time.Hour
		forbid = batchv1.ForbidConcurrent
		allow  = batchv1.AllowConcurrent
	)
	replace := batchv1.ReplaceConcurrent
	around := func(zone string) []*batchv1.CronJob {
		return []*batchv1.CronJob{
			simpleCronJob("in-the-gap", "30 2 * * *", zone, forbid, 40*m),
			simpleCronJob("every-quarter", "*/15 * * * *", zone, forbid, 50*m),
			simpleCronJob("hourly", "0 * * * *", zone, replace, 61*m),
			within(simpleCronJob("impatient", "0,30 1-4 * * *", zone, forbid, 70*m), 600),
			simpleCronJob("interval", "@every 50m", zone, forbid, 2*h),
			simpleCronJob("pile", "45 */2 * * *", zone, allow, 5*h),
		}
	}
	suspended := simpleCronJob("asleep", "*/5 * * * *", "", allow, m)
	suspended.Spec.Suspend = ptr.To(true)
	tests := map[string]struct {
		start    time.Time
		hours    int
		cronJobs []*batchv1.CronJob
		runs     int // at least, or the test would show nothing
	}{
		"a week of the guide": {
			time.Date(2026, 11, 24, 0, 3, 20, 0, time.UTC), 7 * 24,
			guideCronJobs(t, map[string]time.Duration{
				"daily-backup": 12 * m, "cleanup-temp": 4 * m, "health-check": 3 * m, "log-cleanup": 20 * m, "web-health-check": 45 * time.Second, "weekly-metrics-export": 40 * m,
			}), 3500,
		},
		"the guide, taking its time": {
			time.Date(2026, 11, 24, 0, 3, 20, 0, time.UTC), 5 * 24,
			append(guideCronJobs(t, map[string]time.Duration{
				"daily-backup": 49 * h, "cleanup-temp": 25 * m, "health-check": 37 * m, "log-cleanup": 60 * h, "web-health-check": 5 * m, "weekly-metrics-export": 40 * m,
			}), suspended), 2000,
		},
		"in haste": {
			time.Date(2026, 11, 24, 0, 3, 20, 0, time.UTC), 6, []*batchv1.CronJob{
				simpleCronJob("fast", "@every 20s", "", forbid, 90*time.Second), simpleCronJob("faster", "@every 7s", "", replace, 90*time.Second),
				within(simpleCronJob("hopeless", "*/20 * * * *", "", allow, m), 0),
			}, 500,
		},
		"against deadlines": {
			time.Date(2026, 11, 24, 0, 3, 20, 0, time.UTC), 6, []*batchv1.CronJob{
				cut(simpleCronJob("long", "*/10 * * * *", "", forbid, 25*m), 600),
				cut(simpleCronJob("longer", "*/10 * * * *", "", forbid, 25*m), 899),
				cut(simpleCronJob("to-the-second", "*/10 * * * *", "", forbid, 2*m), 122),
				cut(simpleCronJob("just", "*/10 * * * *", "", forbid, 2*m), 123),
				cut(simpleCronJob("side-by-side", "*/10 * * * *", "", allow, 40*m), 1500),
				cut(simpleCronJob("around", "*/10 * * * *", "", forbid, 25*m), 20_000_000_000),
				within(simpleCronJob("in-49-years", "*/10 * * * *", "", forbid, 25*m), 20_000_000_000),
			}, 150,
		},
		"failing as they start": {
			time.Date(2026, 11, 24, 0, 3, 20, 0, time.UTC), 3, []*batchv1.CronJob{cut(simpleCronJob("at-once", "*/10 * * * *", "", allow, m), 0)}, 15,
		},
		"more seconds than a duration holds": {
			time.Date(2026, 11, 24, 0, 3, 20, 0, time.UTC), 3, []*batchv1.CronJob{
				cut(simpleCronJob("fails", "*/10 * * * *", "", forbid, 25*m), 9_999_999_999),
				within(simpleCronJob("never", "*/10 * * * *", "", forbid, 25*m), 9_999_999_999),
			}, 15,
		},
		"the clocks of Paris go back":    {time.Date(2026, 10, 24, 0, 3, 20, 0, time.UTC), 2 * 24, around("Europe/Paris"), 100},
		"the clocks of Paris go forward": {time.Date(2027, 3, 27, 0, 3, 20, 0, time.UTC), 2 * 24, around("Europe/Paris"), 100},
		"half an hour on Lord Howe":      {time.Date(2027, 4, 2, 12, 3, 20, 0, time.UTC), 2 * 24, around("Australia/Lord_Howe"), 100},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			end := tt.start.Add(time.Duration(tt.hours) * time.Hour)
			foretold, runs := foretell(t, tt.cronJobs, tt.start, end)
			if runs < tt.runs {
				t.Errorf("only %d runs, want %d or more", runs, tt.runs)
			}
			if diff := gocmp.Diff(foretold, playOut(t, tt.cronJobs, tt.start, end)); diff != "" {
				t.Errorf("-forecast +reality\n%s", diff)
			}
		})
	}
}

const fine = "2 15:04:05"

// jobCount is the resource of quotas that the Jobs are counted by, the finished ones too; mostJobs is the line that tells their most.
const (
	jobCount = corev1.ResourceName("count/jobs.batch")
	mostJobs = "most Jobs at once"
)

// foretell tells for each CronJob what the forecast says, a line a run or slot.
func foretell(t *testing.T, cronJobs []*batchv1.CronJob, start, end time.Time) (map[string][]string, int) {
	t.Helper()
	in := forecast.Input{Span: forecast.Span{From: start, To: end}, Quotas: []*corev1.ResourceQuota{{
		ObjectMeta: metav1.ObjectMeta{Name: "wide", Namespace: "default"},
		Spec:       corev1.ResourceQuotaSpec{Hard: corev1.ResourceList{jobCount: resource.MustParse("1M")}},
	}}}
	for _, cj := range cronJobs {
		cj = cj.DeepCopy()
		cj.CreationTimestamp = metav1.NewTime(start)
		takes, err := time.ParseDuration(cj.Spec.JobTemplate.Spec.Template.Annotations["kronoscope/duration"])
		if err != nil {
			t.Fatal(err)
		}
		in.Workloads = append(in.Workloads, forecast.Workload{CronJob: cj, Durations: []time.Duration{takes + podStart + gathering}})
	}
	f, err := forecast.Make(t.Context(), in)
	if err != nil {
		t.Fatal(err)
	}
	lines, n := map[string][]string{}, 0
	for _, o := range f.CronJobs {
		n += len(o.Runs)
		entries := []string{}
		for _, run := range o.Runs {
			entries = append(entries, runLine(run.Slot, run.Start, run.End, run.Fate == forecast.Replaced, end))
		}
		for _, skip := range o.Skips {
			by := time.Time{}
			if skip.By >= 0 && skip.Reason != forecast.SameMinute {
				by = o.Runs[skip.By].Slot
			}
			entries = append(entries, skipLine(skip.Slot, by))
		}
		slices.Sort(entries)
		lines[o.CronJob.Name] = entries
	}
	for _, peak := range f.Usage[0].Peaks {
		if peak.Resource == jobCount {
			lines[mostJobs] = []string{peak.Amount.String()}
		}
	}
	return lines, n
}

func runLine(slot, start, end time.Time, replaced bool, over time.Time) string {
	line := slot.UTC().Format(fine) + " from " + start.UTC().Format(fine)
	switch {
	case end.IsZero() || !end.Before(over):
		return line + " and on"
	case replaced:
		return line + " replaced " + end.UTC().Format(fine)
	}
	return line + " to " + end.UTC().Format(fine)
}

func skipLine(slot, by time.Time) string {
	line := slot.UTC().Format(fine) + " skipped"
	if !by.IsZero() {
		line += " for " + by.UTC().Format(fine)
	}
	return line
}

// playOut tells for each CronJob what the plane did.
func playOut(t *testing.T, cronJobs []*batchv1.CronJob, start, end time.Time) map[string][]string {
	t.Helper()
	plane, err := embedded.New(embedded.Options{Start: start, OnError: func(controller, key string, err error) {
		t.Errorf("%s %s: %v", controller, key, err)
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer plane.Stop()
	account := &corev1.ServiceAccount{ObjectMeta: metav1.ObjectMeta{Name: "metrics-exporter", Namespace: "default"}}
	if err := plane.Create(account); err != nil {
		t.Fatal(err)
	}
	for _, cj := range cronJobs {
		if err := plane.Create(cj.DeepCopy()); err != nil {
			t.Fatal(err)
		}
	}
	r := &reality{runs: map[string][]*realRun{}}
	defer plane.Client().Jobs().OnChange(func(old, job *batchv1.Job) { r.see(old, job, plane.Clock().Now()) })()
	plane.StartParts()
	if err := plane.Clock().RunUntil(t.Context(), end.Add(-1)); err != nil {
		t.Fatal(err)
	}
	lines := map[string][]string{}
	for _, cj := range cronJobs {
		lines[cj.Name] = r.tell(t, cj, start, end)
	}
	lines[mostJobs] = []string{strconv.Itoa(r.most)}
	return lines
}
