package forecast

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// Finding is one thing that people should know about a forecast.
type Finding struct {
	Code      FindingCode
	Grave     bool // something will not happen as the manifests ask
	CronJob   int  // index in [Forecast.CronJobs]; −1 when it is about the namespace, or about all of them
	Namespace string
	At        time.Time // when it shows first; zero where that means nothing
	Text      string    // a sentence in English, without the name of what it is about
}

// FindingCode names a kind of finding for scripts. A code never changes its meaning.
type FindingCode string

// The codes.
const (
	OverQuota         FindingCode = "over-quota"       // the runs request more than a quota leaves
	Unusable          FindingCode = "unusable"         // schedule or time zone cannot be read
	NeverFires        FindingCode = "never-fires"      // no slot in the span, and none after it
	NeverCompletes    FindingCode = "never-completes"  // every run is replaced, or has no end
	BeyondDeadline    FindingCode = "exceeds-deadline" // runs take longer than activeDeadlineSeconds
	MissesDeadline    FindingCode = "misses-deadline"  // startingDeadlineSeconds pass before the controller looks at a slot
	SkipsSlots        FindingCode = "skips"            // Forbid skips slots
	StartsLate        FindingCode = "late"             // Forbid delays a start until the run before has ended
	ReplacesRuns      FindingCode = "replaces"         // Replace ends runs early
	RunsOverlap       FindingCode = "overlaps"         // Allow lets runs of a CronJob overlap
	NamedAlike        FindingCode = "same-minute"      // several slots share a minute, and so the name of their Job
	IsSuspended       FindingCode = "suspended"        // slots pass while it is suspended
	UnknownDuration   FindingCode = "unknown-duration" // how long runs take is assumed
	DurationAnnotated FindingCode = "as-annotated"     // how long runs take comes from an annotation
	ScopedQuota       FindingCode = "scoped-quota"     // a quota that the forecast does not apply
)

// findingLayout is the layout of instants in findings.
const findingLayout = "Mon 2 Jan 15:04 MST"

// findings are all that stands out: exceeded quotas first, then what is grave, else in the order of CronJobs.
func findings(f *Forecast, quotas []*corev1.ResourceQuota) []Finding {
	var all []Finding
	for i := range f.CronJobs {
		all = append(all, f.cronJobFindings(i)...)
	}
	all = append(all, f.quotaFindings(quotas)...)
	all = append(all, f.durationFindings()...)
	slices.SortStableFunc(all, func(a, b Finding) int { return cmp.Compare(rank(a), rank(b)) })
	return all
}

func rank(finding Finding) int {
	switch {
	case finding.Code == OverQuota:
		return 0
	case finding.Grave:
		return 1
	}
	return 2
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}
