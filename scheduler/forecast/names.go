package forecast

import (
	"fmt"
	"strings"
	"time"
)

// Stamp formats an instant in a layout that has minutes (15:04), with seconds added where they are not zero.
func Stamp(t time.Time, layout string) string {
	if t.Second() != 0 {
		layout = strings.Replace(layout, "15:04", "15:04:05", 1)
	}
	return t.Format(layout)
}

// Name returns the name of a CronJob of the forecast, with its namespace where there are several.
func (f *Forecast) Name(i int) string {
	cj := f.CronJobs[i].CronJob
	if len(f.Usage) > 1 {
		return cj.Namespace + "/" + cj.Name
	}
	return cj.Name
}

// About returns a finding as one line, with the name of what it is about in front.
func (f *Forecast) About(found Finding) string {
	switch {
	case found.CronJob >= 0:
		return f.Name(found.CronJob) + ": " + found.Text
	case found.Namespace != "":
		return "namespace " + found.Namespace + ": " + found.Text
	}
	return found.Text
}

// Contributors names the CronJobs that make up a peak, at most so many of them, largest share first.
func (f *Forecast) Contributors(by []Share, most int) string {
	var names []string
	for _, share := range by[:min(len(by), most)] {
		name := f.CronJobs[share.CronJob].CronJob.Name
		if share.Runs > 1 {
			name += fmt.Sprintf(" ×%d", share.Runs)
		}
		names = append(names, name)
	}
	if more := len(by) - most; more > 0 {
		names = append(names, fmt.Sprintf("%d more", more))
	}
	return strings.Join(names, ", ")
}
