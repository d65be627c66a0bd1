package forecast

import (
	"fmt"
	"strings"

	"github.com/kronoscope/kronoscope/scheduler/annotation"
	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// durationFindings name the CronJobs whose durations come from an annotation, and those whose durations are unknown.
func (f *Forecast) durationFindings() (found []Finding) {
	if names := f.namesOf(func(o *Outlook) bool { return o.Annotated }); names != "" {
		found = append(found, Finding{
			Code: DurationAnnotated, CronJob: -1,
			Text: fmt.Sprintf("How long runs of %s take comes from the annotation %s, the middle of a range: no completed run is known.",
				names, annotation.Duration),
		})
	}
	if names := f.namesOf(func(o *Outlook) bool { return o.Unknown }); names != "" {
		assumed := "no time"
		if words := cron.DurationWords(f.Default); words != "" {
			assumed = words
		}
		found = append(found, Finding{
			Code: UnknownDuration, CronJob: -1,
			Text: fmt.Sprintf("It is not known how long runs of %s take: the forecast assumes that they take %s.", names, assumed),
		})
	}
	return found
}

// namesOf lists the CronJobs that have runs and satisfy the condition, the first few of them; "" for none.
func (f *Forecast) namesOf(kind func(*Outlook) bool) string {
	var names []string
	for i := range f.CronJobs {
		if o := &f.CronJobs[i]; kind(o) && len(o.Runs) > 0 {
			names = append(names, f.Name(i))
		}
	}
	const most = 4
	list := strings.Join(names[:min(len(names), most)], ", ")
	if more := len(names) - most; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list
}
