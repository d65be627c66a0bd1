package forecast_test

import (
	"math"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/scheduler/forecast"
)

func TestRunsTakeWhatAnAnnotationSaysWhereNothingElseIsKnown(t *testing.T) {
	const m = time.Minute
	pods := func(completions, parallelism int32) func(*batchv1.JobSpec) {
		return func(s *batchv1.JobSpec) { s.Completions, s.Parallelism = &completions, &parallelism }
	}
	for name, tt := range map[string]struct {
		given              *load
		fallback           time.Duration
		longest            time.Duration
		annotated, unknown bool
	}{
		"the annotation":                     {cronJob("0 * * * *").annotated("25m"), 0, 25 * m, true, false},
		"the middle of a range":              {cronJob("0 * * * *").annotated("20m-30m"), 0, 25 * m, true, false},
		"it is known, so nothing is assumed": {cronJob("0 * * * *").annotated("25m"), m, 25 * m, true, false},
		"what runs took is better":           {cronJob("0 * * * *", 3*m).annotated("25m"), 0, 3 * m, false, false},
		"pods that follow each other":        {cronJob("0 * * * *").annotated("2m").job(pods(5, 2)), 0, 6 * m, true, false},
		"pods beside each other":             {cronJob("0 * * * *").annotated("2m").parallel(4), 0, 2 * m, true, false},
		"more pods than time":                {cronJob("0 12 * * *").annotated("8760h").job(pods(math.MaxInt32, 1)), 0, 100 * 365 * 24 * time.Hour, true, false},
		"a value that makes no sense":        {cronJob("0 * * * *").annotated("soon"), m, m, false, true},
		"none":                               {cronJob("0 * * * *"), m, m, false, true},
	} {
		span := day(1)
		span.Default = tt.fallback
		o := outlook(t, span, tt.given)
		if got := o.Tally().Longest; got != tt.longest || o.Annotated != tt.annotated || o.Unknown != tt.unknown {
			t.Errorf("%s: %s, annotated %t, unknown %t", name, got, o.Annotated, o.Unknown)
		}
	}
}

func TestAnAnnotatedRunIsInTheWayOfTheNext(t *testing.T) {
	f := makeForecast(t, day(1), nil, cronJob("*/10 * * * *").annotated("25m").policy(forbid), cronJob("0 4 * * *").named("d").annotated("5s-15s"),
		cronJob("0 5 * * *").named("e"))
	if o := f.CronJobs[0].Tally(); o.Skipped != 86 || o.Late != 29 {
		t.Errorf("%+v", o)
	}
	told := map[forecast.FindingCode]string{}
	for _, found := range f.Findings {
		told[found.Code] = found.Text
	}
	for code, want := range map[forecast.FindingCode]string{
		forecast.DurationAnnotated: "How long runs of c, d take comes from the annotation kronoscope/duration, the middle of a range: no completed run is known.",
		forecast.UnknownDuration:   "It is not known how long runs of e take: the forecast assumes that they take no time.",
	} {
		if told[code] != want {
			t.Errorf("%s: %q, want %q", code, told[code], want)
		}
	}
}
