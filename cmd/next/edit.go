package next

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/term"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/nextview"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler/timeparse"
	"github.com/kronoscope/kronoscope/tui/schedule"
	"github.com/kronoscope/kronoscope/tui/standalone"
)

// edit lets the user write the schedule in the terminal, and returns what was chosen. The fields of the manifest come first in
// the table; other outputs are for scripts.
func (n *Request) edit(ctx context.Context, f *flags.Shared, args []string, in io.Reader, out io.Writer) ([]nextview.Subject, error) {
	if !isTerminal(in) || !isTerminal(out) {
		return nil, errors.New("-i needs a terminal for input and output: leave it out in a pipe or a script")
	}
	start, from, err := n.start(ctx, f, args, in)
	if err != nil {
		return nil, err
	}
	opts := standalone.Options{Start: start, CronJob: from.Object, Theme: f.Theme, NoColor: flags.NoColor()}
	zone := from.Schedule.Location()
	if named, err := zoneOf(start.TimeZone); err == nil && start.TimeZone != "" {
		zone = named // the text itself is read only when it is chosen
	}
	if opts.From, err = flags.Instant("--from", n.From, timeparse.Question{Now: time.Now(), Zone: zone}); err != nil {
		return nil, err
	}
	release := f.Log.HoldTerminal()
	chosen, err := standalone.EditSchedule(ctx, opts)
	release()
	if errors.Is(err, tea.ErrInterrupted) {
		return nil, err
	}
	if err != nil {
		return nil, exitcode.With(exitcode.Failed, err)
	}
	n.Zone = chosen.TimeZone
	schedule, err := n.parse(chosen.Schedule, "")
	if err != nil {
		return nil, err
	}
	from.Schedule = schedule.WithAnchor(from.Schedule.Anchor())
	if n.Output == "table" {
		if err := writeTiming(out, chosen); err != nil {
			return nil, err
		}
	}
	return []nextview.Subject{from}, nil
}

// start returns what the editor begins with: the text of the arguments, even if it is no schedule, or a CronJob's schedule.
func (n *Request) start(ctx context.Context, f *flags.Shared, args []string, in io.Reader) (workload.Timing, nextview.Subject, error) {
	text, err := joinArguments(args)
	if err != nil {
		return workload.Timing{}, nextview.Subject{}, err
	}
	if _, ok := cutCronJob(text); !ok && len(n.Files) == 0 {
		return workload.Timing{Schedule: text, TimeZone: n.Zone}, nextview.Subject{}, nil
	}
	subjects, err := n.subjects(ctx, f, args, in)
	if err != nil {
		return workload.Timing{}, nextview.Subject{}, err
	}
	if len(subjects) > 1 {
		return workload.Timing{}, nextview.Subject{}, fmt.Errorf("-i edits one schedule, and %s has %d CronJobs", strings.Join(n.Files, ", "), len(subjects))
	}
	timing := workload.TimingOf(subjects[0].Object)
	if n.Zone != "" {
		timing.TimeZone = n.Zone
	}
	return timing, subjects[0], nil
}

// writeTiming writes the fields as they stand in a manifest.
func writeTiming(out io.Writer, t workload.Timing) error {
	_, err := fmt.Fprintln(out, schedule.YAML(t))
	return err
}

func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(file.Fd())
}
