package scheduler

import (
	"fmt"
	"math"
	"time"
)

// Seconds converts n seconds of a manifest to a duration with upstream's unchecked arithmetic: more than a duration holds overflow,
// see [SecondsOverflow]. Validation requires only that they are not negative. So with activeDeadlineSeconds of 9,999,999,999
// every Job fails at once, and with as many startingDeadlineSeconds no Job ever starts, here as on a
// cluster: see pastActiveDeadline in pkg/controller/job/job_controller.go, mostRecentScheduleTime in
// pkg/controller/cronjob/utils.go, and for grace periods BeforeDelete in k8s.io/apiserver/pkg/registry/rest/delete.go.
func Seconds(n int64) time.Duration { return time.Duration(n) * time.Second }

// SecondsOverflow reports whether n seconds are more than a duration holds, which is 292 years. The result of [Seconds] is wrong then,
// and often negative.
func SecondsOverflow(n int64) bool { return n > math.MaxInt64/int64(time.Second) }

// OverflowText describes what is wrong with a field whose seconds overflow.
func OverflowText(field string, n int64) string {
	return fmt.Sprintf("%s of %d is more than the 292 years that Kubernetes can count, and overflows", field, n)
}

// ImpossibleDeadline returns why no Job can ever start within startingDeadlineSeconds; "" when one can. A nil deadline means no limit.
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
