package forecast

import (
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/scheduler/annotation"
)

// longest bounds what an annotation can come to, far beyond every span.
const longest = 100 * 365 * 24 * time.Hour

// annotated is how long a run takes as the annotations of its pods have it, and says whether they do: its pods follow each other when
// there are more than it has at once.
func annotated(spec *batchv1.JobSpec) (time.Duration, bool) {
	takes, ok := annotation.PodTakes(spec.Template.Annotations)
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

// nextDuration is how long the next run takes when it is left alone.
func (sim *simulation) nextDuration() time.Duration {
	if n := len(sim.durations); n > 0 {
		return sim.durations[min(sim.started, n-1)]
	}
	return sim.span.Default
}
