package forecast

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/scheduler/annotation"
)

// longest bounds the duration of an annotated run, far beyond every span.
const longest = 100 * 365 * 24 * time.Hour

// annotated is how long a run takes according to the annotations of its pods; ok is false when they do not say. Pods beyond the
// parallelism of the Job run one after the other.
func annotated(spec *batchv1.JobSpec) (takes time.Duration, ok bool) {
	takes, ok = annotation.PodTakes(spec.Template.Annotations)
	if !ok {
		return 0, false
	}
	atOnce := max(podsAtOnce(spec), 1)
	turns := (podsInAll(spec) + atOnce - 1) / atOnce
	if takes > 0 && turns > int64(longest/takes) {
		return longest, true
	}
	return takes * time.Duration(turns), true
}

// nextDuration is how long the next run takes if nothing ends it early.
func (sim *simulation) nextDuration() time.Duration {
	if n := len(sim.durations); n > 0 {
		return sim.durations[min(sim.started, n-1)]
	}
	return sim.span.Default
}
