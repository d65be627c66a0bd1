package next

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kronoscope/kronoscope/scheduler/cron"
	"github.com/kronoscope/kronoscope/tui/display"
)

// cronJobNames are the ways to write the kind in cronjob/NAME.
var cronJobNames = []string{"cronjob", "cronjobs", "cj", "cronjob.batch", "cronjobs.batch"}

// looksLikeFile reports whether a text that should be a schedule is the name of a manifest.
func looksLikeFile(text string) bool {
	return slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(filepath.Ext(text))) && !strings.ContainsAny(text, " \t\n")
}

// maxFields is the number of words in the longest schedule: a time zone and five fields.
const maxFields = 6

// joinArguments joins the arguments to one schedule: its fields need no quotes where the shell leaves them as they are.
func joinArguments(args []string) (string, error) {
	if len(args) > maxFields {
		return "", fmt.Errorf("a schedule has five fields, not %d: write it in quotes, as in '0 2 * * *', because a shell replaces * with the names of files", len(args))
	}
	return strings.Join(args, " "), nil
}

// cutCronJob returns the name in cronjob/NAME.
func cutCronJob(text string) (name string, ok bool) {
	kind, name, ok := strings.Cut(text, "/")
	return name, ok && slices.ContainsFunc(cronJobNames, func(known string) bool { return strings.EqualFold(kind, known) })
}

// checkName refuses names that no CronJob can have, before a cluster is asked.
func checkName(name string, args []string) error {
	switch {
	case len(args) > 1:
		return fmt.Errorf("only one CronJob can be asked for at a time, not %s", display.Clean(strings.Join(args, " ")))
	case name == "":
		return errors.New("cronjob/ of which name?")
	case len(validation.IsDNS1123Subdomain(name)) > 0:
		return fmt.Errorf("cronjob/%s: no CronJob can have that name", display.Clean(name))
	}
	return nil
}

// zoneOf finds a time zone by its name; "" is UTC.
func zoneOf(name string) (*time.Location, error) {
	loc, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		return nil, fmt.Errorf("unknown time zone %q", name)
	}
	return loc, nil
}

// parse reads a schedule in the time zone of --tz, else in the one given, else in UTC.
func (n *Request) parse(text, zone string) (cron.Schedule, error) {
	loc, err := zoneOf(cmp.Or(n.Zone, zone))
	if err != nil {
		return cron.Schedule{}, err
	}
	schedule, err := cron.Parse(text, loc)
	if err == nil {
		return schedule, nil
	}
	if problem := cron.Check(text); problem != nil { // says it in plainer words than the parser
		err = fmt.Errorf("schedule %q: %s", text, problem.Text)
	}
	return cron.Schedule{}, errors.New(display.Clean(err.Error()))
}
