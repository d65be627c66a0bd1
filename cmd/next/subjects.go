package next

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/nextview"
	"github.com/kronoscope/kronoscope/tui/display"
)

// subjects finds the schedules that arguments and flags ask for. There is at least one when the error is nil.
func (n *Request) subjects(ctx context.Context, f *flags.Shared, args []string, in io.Reader) ([]nextview.Subject, error) {
	if _, err := zoneOf(n.Zone); err != nil {
		return nil, fmt.Errorf("--tz: %w", err)
	}
	if len(n.Files) > 0 {
		return n.fromFiles(ctx, f, in)
	}
	text, err := joinArguments(args)
	switch {
	case err != nil:
		return nil, err
	case text == "":
		return nil, errors.New("next of what? Give a schedule such as '0 2 * * *', cronjob/NAME or -f FILE")
	}
	if name, ok := cutCronJob(text); ok {
		if err := checkName(name, args); err != nil {
			return nil, err
		}
		return n.fromCluster(ctx, f, name)
	}
	if looksLikeFile(text) {
		return nil, fmt.Errorf("%s is not a schedule: read the CronJobs of a file with -f %[1]s", display.Clean(text))
	}
	schedule, err := n.parse(text, "")
	if err != nil {
		return nil, err
	}
	return []nextview.Subject{{Schedule: schedule}}, nil
}
