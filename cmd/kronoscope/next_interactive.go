package main

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

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler/timeparse"
	"github.com/kronoscope/kronoscope/tui/schedule"
	"github.com/kronoscope/kronoscope/tui/standalone"
)

// edit lets the user write the schedule in the terminal, and returns what was chosen. The fields of the manifest come first in
// the table; other outputs are for scripts.
func (n *nextFlags) edit(ctx context.Context, f *flags, args []string, in io.Reader, out io.Writer) ([]subject, error) {
	if !isTerminal(in) || !isTerminal(out) {
		return nil, errors.New("-i needs a terminal for input and output: leave it out in a pipe or a script")
	}
	start, from, err := n.start(ctx, f, args, in)
	if err != nil {
		return nil, err
	}
	opts := standalone.Options{Start: start, CronJob: from.object, Theme: f.theme, NoColor: noColor()}
	zone := from.schedule.Location()
	if named, err := zoneOf(start.TimeZone); err == nil && start.TimeZone != "" {
		zone = named // of a text, which is read only when it is chosen
	}
	if opts.From, err = readInstant("--from", n.from, timeparse.Question{Now: time.Now(), Zone: zone}); err != nil {
		return nil, err
	}
	chosen, err := standalone.EditSchedule(ctx, opts)
	if errors.Is(err, tea.ErrInterrupted) {
		return nil, err
	}
	if err != nil {
		return nil, &exitError{exitFailed, err}
	}
	n.zone = chosen.TimeZone
	schedule, err := n.parse(chosen.Schedule, "")
	if err != nil {
		return nil, err
	}
	from.schedule = schedule.Anchored(from.schedule.Anchor())
	if n.output == "table" {
		if err := writeTiming(out, chosen); err != nil {
			return nil, err
		}
	}
	return []subject{from}, nil
}

// start is what the editor begins with: a text as it stands, be it wrong, or a CronJob's.
func (n *nextFlags) start(ctx context.Context, f *flags, args []string, in io.Reader) (workload.Timing, subject, error) {
	text, err := joined(args)
	if err != nil {
		return workload.Timing{}, subject{}, err
	}
	if _, ok := cutCronJob(text); !ok && len(n.files) == 0 {
		return workload.Timing{Schedule: text, TimeZone: n.zone}, subject{}, nil
	}
	subjects, err := n.subjects(ctx, f, args, in)
	if err != nil {
		return workload.Timing{}, subject{}, err
	}
	if len(subjects) > 1 {
		return workload.Timing{}, subject{}, fmt.Errorf("-i edits one schedule, and %s has %d CronJobs", strings.Join(n.files, ", "), len(subjects))
	}
	timing := workload.TimingOf(subjects[0].object)
	if n.zone != "" {
		timing.TimeZone = n.zone
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
