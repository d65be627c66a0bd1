package calendar

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/listing"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// scope says which CronJobs a calendar covers: those of the namespace in view, or some that were picked, narrowed by a filter.
type scope struct {
	only   map[kube.Key]bool // nil for all
	name   string            // of the only CronJob
	typed  string
	filter listing.Filter
}

func (c *scope) pick(keys []kube.Key) {
	c.only = make(map[kube.Key]bool, len(keys))
	for _, key := range keys {
		c.only[key] = true
		c.name = key.Name
	}
}

func (c *scope) setFilter(typed string) {
	c.typed, c.filter = typed, listing.ParseFilter(typed)
}

// of returns the CronJobs of the scope, and how many others are left out because they are suspended.
func (c *scope) of(env *screen.Env) (cronJobs []*workload.CronJob, suspended int) {
	for _, one := range env.Snapshot.CronJobs {
		if !c.has(env, one) {
			continue
		}
		cronJobs = append(cronJobs, one)
		if one.Suspended() {
			suspended++
		}
	}
	if c.countsSuspended(cronJobs) {
		suspended = 0
	}
	return cronJobs, suspended
}

func (c *scope) has(env *screen.Env, one *workload.CronJob) bool {
	key := one.Key()
	switch {
	case c.only != nil && !c.only[key], c.only == nil && !env.Shows(key.Namespace):
		return false
	case c.filter.IsZero():
		return true
	}
	return c.filter.Rank(strings.ToLower(key.Name), []string{key.Namespace}, one.Trimmed.Labels) >= 0
}

// chosen says how the CronJobs of the scope were chosen, see [screen.ForecastMsg].
func (c *scope) chosen() string {
	switch {
	case c.filter.IsZero() && c.only == nil:
		return ""
	case c.filter.IsZero():
		return "in the calendar"
	}
	return "in view with /" + c.typed
}

// countsSuspended reports whether slots are counted as if nothing were suspended: every picked CronJob is suspended, and an empty calendar
// would say nothing.
func (c *scope) countsSuspended(cronJobs []*workload.CronJob) bool {
	for _, one := range cronJobs {
		if !one.Suspended() {
			return false
		}
	}
	return c.only != nil
}

// single reports whether the calendar covers one CronJob.
func (c *scope) single() bool { return len(c.only) == 1 }

func (c *scope) title() string {
	switch {
	case c.single():
		return "calendar of " + c.name
	case c.only != nil:
		return fmt.Sprintf("calendar of %d CronJobs", len(c.only))
	}
	return "Calendar"
}

// emptyWords explains why there is nothing to list, given the number of CronJobs in the scope.
func (c *scope) emptyWords(left int) string {
	if left == 0 && c.typed != "" {
		return "nothing matches /" + display.Clean(c.typed)
	}
	return "no CronJob runs on this day"
}

// status shows the filter and how many CronJobs it leaves.
func (c *scope) status(s *themes.Styles, left int) string {
	switch {
	case c.filter.Err != nil:
		return s.Bad.Render("✗ " + display.Clean(c.filter.Err.Error()))
	case c.typed == "":
		return ""
	}
	return s.Accent.Render("/"+display.Clean(c.typed)) + " " + s.Muted.Render(strconv.Itoa(left)+" left")
}
