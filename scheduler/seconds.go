package scheduler

import (
	"fmt"
	"math"
	"time"
)

// Seconds are n seconds of a manifest as a duration, by upstream's own arithmetic, which checks nothing: more than a duration
// holds run over, as [SecondsOverflow] tells. Validation asks only that they are not negative. So with 9,999,999,999 seconds as its
// activeDeadlineSeconds every Job fails at once, and with as many startingDeadlineSeconds no Job ever starts, here as on a
// cluster: see pastActiveDeadline in pkg/controller/job/job_controller.go, mostRecentScheduleTime in
// pkg/controller/cronjob/utils.go, and for grace periods BeforeDelete in k8s.io/apiserver/pkg/registry/rest/delete.go.
func Seconds(n int64) time.Duration { return time.Duration(n) * time.Second }

// SecondsOverflow says that n seconds are more than a duration holds, which is 292 years: [Seconds] are others then, and often negative.
func SecondsOverflow(n int64) bool { return n > math.MaxInt64/int64(time.Second) }

// OverflowText says of a field with seconds that run over what is wrong with them.
func OverflowText(field string, n int64) string {
	return fmt.Sprintf("%s of %d are more than the 292 years that Kubernetes can count, so that they run over", field, n)
}

// ImpossibleDeadline says why no Job ever starts within startingDeadlineSeconds; "" when some may, or may start however late.
func ImpossibleDeadline(deadline *int64) string {
	const field = "startingDeadlineSeconds"
	switch {
	case deadline == nil, Seconds(*deadline) > 0:
		return ""
	case SecondsOverflow(*deadline):
		return OverflowText(field, *deadline)
	}
	return fmt.Sprintf("%s of %d have passed before the controller looks", field, *deadline)
}
