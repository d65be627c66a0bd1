// Package next answers the next command: it finds the schedules that are asked about, in arguments, manifests, a cluster or an
// editor, and lets nextview write their runs.
// It changes nothing, and computes no slot itself.
package next

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/nextview"
	"github.com/kronoscope/kronoscope/scheduler/timeparse"
)

// Request is what the next command is asked: its own flags.
type Request struct {
	Files       []string
	Zone        string
	From        string
	Count       Count
	Output      string
	Interactive bool
}

// Count is a number of runs. Its flag -n means the namespace everywhere else, so its errors say so.
type Count int

func (c *Count) String() string { return strconv.Itoa(int(*c)) }

// Type is the name of the type in help.
func (c *Count) Type() string { return "int" }

// Set reads it from the command line.
func (c *Count) Set(text string) error {
	n, err := strconv.Atoi(text)
	if err != nil {
		return errors.New("not a number of runs; the namespace is --namespace here")
	}
	*c = Count(n)
	return nil
}

// maxRuns bounds how many runs can be asked for: one each minute for a week.
const maxRuns = 10_000

func (n *Request) Run(ctx context.Context, f *flags.Shared, args []string, in io.Reader, out io.Writer) error {
	write, known := map[string]func(io.Writer, string, []*nextview.Outlook, time.Time) error{
		"table": nextview.WriteTable, "json": nextview.WriteJSON, "ics": nextview.WriteICS,
	}[n.Output]
	switch {
	case !known:
		return fmt.Errorf("-o %s: not table, json or ics", n.Output)
	case n.Count < 1 || n.Count > maxRuns:
		return fmt.Errorf("-n %d: not from 1 to %d", n.Count, maxRuns)
	case len(n.Files) > 0 && len(args) > 0:
		return errors.New("a schedule and --filename exclude each other")
	}
	find := n.subjects
	if n.Interactive {
		find = func(ctx context.Context, f *flags.Shared, args []string, in io.Reader) ([]nextview.Subject, error) {
			return n.edit(ctx, f, args, in, out)
		}
	}
	subjects, err := find(ctx, f, args, in)
	if err != nil {
		return err
	}
	now := cmp.Or(subjects[0].Now, time.Now()) // only a single subject comes from a cluster
	var outlooks []*nextview.Outlook
	for _, s := range subjects {
		from, err := flags.Instant("--from", n.From, timeparse.Question{Now: now, Zone: s.Schedule.Location()})
		if err != nil {
			return err
		}
		if from.IsZero() {
			outlooks = append(outlooks, nextview.Look(s, now.Truncate(time.Second), int(n.Count)))
		} else {
			outlooks = append(outlooks, nextview.LookFrom(s, from, int(n.Count)))
		}
	}
	return write(out, f.Theme, outlooks, now)
}
