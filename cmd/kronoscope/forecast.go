package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/scheduler/forecast"
	"github.com/kronoscope/kronoscope/scheduler/timeparse"
)

// forecastFlags are those of forecast alone.
type forecastFlags struct {
	files     []string
	live      bool
	zone      string
	from      string
	span      string
	durations []string
	fallback  time.Duration
	output    string
}

const aboutForecast = `Work out what CronJobs will do in a span of time, by the rules of their controller: which runs start when and how long
after their slot, which slots start none because a run is still under way, which runs are replaced, and how many pods, how much
CPU and memory all of it asks for at once, against the quotas of each namespace; a quota of count/jobs.batch or count/pods is held
against the finished Jobs too, as long as history limits and TTL keep them. CronJobs that collide get a suggestion where to move,
which has been tried: it breaks no other quota.

The CronJobs and quotas come from manifests (-f), which are checked as an API server does, or from the cluster (--live), where the
Jobs in progress count too. With --namespace only that one is looked at; manifests that name none go there.

How long runs take is --duration, else on a cluster the median of the Jobs that completed, else what the annotation
kronoscope/duration of their pods says (the middle of a range, as often as pods follow each other), else --default-duration; what
is taken from the annotation or not known is said. A forecast knows no failures, no retries and no full nodes, and does not play a
quota's refusals: it tells of them.

A day or a week of --for is one of the calendar, also where the clocks change. A cluster that cannot be reached has exit code 3.

-o json prints one object:
  from, to
  cronJobs     each with namespace, name, schedule, timeZone, words, suspended, error, annotatedDuration, unknownDuration, slots,
               podsPerRun,
               counts  {runs, late, replaced, exceeds, skipped, overlaps, atOnce, longestSeconds}
               runs    each with slot, start, end (none where nothing ends it), fate (completes, replaced, exceeds, endless), beside,
                       inProgress, byHand
               skips   each with slot, reason (forbid, waiting, deadline, same-minute, lost), by (the slot of the run in the way)
  usage        each with namespace and peaks: resource, amount, at, by [{cronJob, runs, amount}],
               quota {name, hard, others, over, from, overSeconds}
  findings     each with a stable code, grave, namespace, cronJob, at, text
  suggestions  each with namespace, cronJob, schedule, instead, resource, before, after, at
Instants are RFC 3339, amounts are Kubernetes quantities.`

func forecastCommand(f *flags) *cobra.Command {
	n := &forecastFlags{}
	cmd := &cobra.Command{
		Use:   "forecast -f FILE|DIR|--live",
		Short: "Say what CronJobs will do: runs, overlaps, skipped slots, peaks against quotas",
		Long:  aboutForecast,
		Example: "  kronoscope forecast -f ./manifests --for 7d --duration daily-backup=25m --default-duration 2m\n" +
			"  kronoscope forecast --live -A --from 2026-10-24 --for 3d --tz Europe/Paris -o json",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if name := f.planeSet(cmd); name != "" {
				return fmt.Errorf("--%s is for the demo's clock; forecast looks from --from", name)
			}
			return n.run(cmd.Context(), f, cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
	set := cmd.Flags()
	set.StringArrayVarP(&n.files, "filename", "f", nil, "manifest `file or directory` with CronJobs and quotas, or - for standard input; repeat for more")
	set.BoolVar(&n.live, "live", false, "the CronJobs, Jobs and quotas of the cluster")
	set.StringVar(&n.zone, "tz", "", "time `zone` of --from and of what is told (yours)")
	set.StringVar(&n.from, "from", "", "`time` to look from, such as "+timeparse.Examples+" (now)")
	set.StringVar(&n.span, "for", "7d", "how `long` to look ahead, such as 36h, 7d or 2w")
	set.StringArrayVar(&n.durations, "duration", nil, "`NAME=TIME` that runs of a CronJob take, such as daily-backup=25m; repeat for more")
	set.DurationVar(&n.fallback, "default-duration", 0, "`time` that runs take of which it is not known")
	set.StringVarP(&n.output, "output", "o", "table", "table or json")
	_ = cmd.MarkFlagFilename("filename", "yaml", "yml", "json")
	return cmd
}

func (n *forecastFlags) run(ctx context.Context, f *flags, in io.Reader, out io.Writer) error {
	write, known := map[string]func(io.Writer, string, *forecast.Forecast, *time.Location) error{
		"table": writeForecast, "json": writeForecastJSON,
	}[n.output]
	switch {
	case !known:
		return fmt.Errorf("-o %s: not table or json", n.output)
	case n.live == (len(n.files) > 0):
		return errors.New("forecast of what? Give either -f FILE or --live")
	case n.fallback < 0:
		return fmt.Errorf("--default-duration %s: less than nothing", n.fallback)
	}
	zone := time.Local
	if n.zone != "" {
		var err error
		if zone, err = time.LoadLocation(n.zone); err != nil || n.zone == "Local" {
			return fmt.Errorf("--tz: unknown time zone %q", n.zone)
		}
	}
	if _, err := n.spanFrom(time.Now(), zone); err != nil {
		return err // before a cluster is asked
	}
	input, now, err := n.input(ctx, f, in)
	if err != nil {
		return err
	}
	span, err := n.spanFrom(now, zone)
	if err != nil {
		return err
	}
	span.Seen = input.Seen
	input.Span = span
	foreseen, err := forecast.Make(ctx, input)
	if err != nil {
		return err
	}
	return write(out, f.theme, foreseen, zone)
}

// spanFrom reads --from and --for.
func (n *forecastFlags) spanFrom(now time.Time, zone *time.Location) (forecast.Span, error) {
	from, err := readInstant("--from", n.from, timeparse.Question{Now: now, Zone: zone})
	if err != nil {
		return forecast.Span{}, err
	}
	if from.IsZero() {
		from = now.Truncate(time.Second)
	}
	to, err := later(from.In(zone), n.span)
	if err != nil {
		return forecast.Span{}, fmt.Errorf("--for %s: %w", n.span, err)
	}
	return forecast.Span{From: from, To: to, Default: n.fallback}, nil
}
