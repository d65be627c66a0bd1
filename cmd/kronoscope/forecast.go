package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/forecasting"
	"github.com/kronoscope/kronoscope/scheduler/timeparse"
)

const aboutForecast = `Work out what CronJobs will do in a span of time, by the rules of their controller: which runs start when and how long
after their slot, which slots are skipped because a run is still in progress, which runs are replaced, and how many pods, how much
CPU and memory all of them request at once, against the quotas of each namespace; a quota of count/jobs.batch or count/pods is held
against the finished Jobs too, as long as history limits and TTL keep them. For CronJobs that collide it suggests
another time, and has made sure that no other quota is exceeded then.

The CronJobs and quotas come from manifests (-f), which are checked as an API server does, or from the cluster (--live), where the
Jobs in progress count too. With --namespace only that one is looked at; manifests that name none go there.

The duration of runs is --duration, else on a cluster the median of the completed Jobs, else the annotation kronoscope/duration of
their pods (the middle of a range, once for each pod after another), else --default-duration; the output says where it is from the
annotation or unknown. A forecast assumes no failures, no retries and no full nodes. It reports where a quota would refuse pods,
and goes on as if it had not.

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

func forecastCommand(f *flags.Shared) *cobra.Command {
	n := &forecasting.Request{}
	cmd := &cobra.Command{
		Use:   "forecast -f FILE|DIR|--live",
		Short: "Say what CronJobs will do: runs, overlaps, skipped slots, peaks against quotas",
		Long:  aboutForecast,
		Example: "  kronoscope forecast -f ./manifests --for 7d --duration daily-backup=25m --default-duration 2m\n" +
			"  kronoscope forecast --live -A --from 2026-10-24 --for 3d --tz Europe/Paris -o json",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if name := f.GivenPlaneFlag(cmd); name != "" {
				return fmt.Errorf("--%s is for the demo's clock; forecast looks from --from", name)
			}
			return n.Run(cmd.Context(), f, cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
	set := cmd.Flags()
	set.StringArrayVarP(&n.Files, "filename", "f", nil, "manifest `file or directory` with CronJobs and quotas, or - for standard input; repeat for more")
	set.BoolVar(&n.Live, "live", false, "the CronJobs, Jobs and quotas of the cluster")
	set.StringVar(&n.Zone, "tz", "", "time `zone` of --from and of the output (yours)")
	set.StringVar(&n.From, "from", "", "`time` to look from, such as "+timeparse.Examples+" (now)")
	set.StringVar(&n.Span, "for", "7d", "how `long` to look ahead, such as 36h, 7d or 2w")
	set.StringArrayVar(&n.Durations, "duration", nil, "`NAME=TIME` that runs of a CronJob take, such as daily-backup=25m; repeat for more")
	set.DurationVar(&n.Fallback, "default-duration", 0, "`time` that runs take whose duration is unknown")
	set.StringVarP(&n.Output, "output", "o", "table", "table or json")
	_ = cmd.MarkFlagFilename("filename", "yaml", "yml", "json")
	return cmd
}
