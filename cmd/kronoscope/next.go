package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/next"
)

const aboutNext = `Say in plain words when a schedule fires, list its next runs, and warn of surprises: times that daylight saving
time skips or repeats, steps that start again, months that lack the date, and more.

The schedule is given as text, or comes from the CronJobs of manifests or from a CronJob of the cluster. Its time zone is
--tz, else the CronJob's timeZone, else UTC. A schedule that never fires is not an error, and neither is a CronJob that the API
refuses: there is a warning, and the exit code is 0. A schedule that cannot be read has exit code 2, a cluster that cannot be
reached 3.

-o json prints {"schedules": [...]}, each with
  name, namespace  of the CronJob, if it comes from one; suspended if it is
  schedule, timeZone, words, from  (a run at --from itself is listed)
  runs             each with at (in its zone), local (in yours), inSeconds, and note where the clocks change
  warnings         each with a stable code, text, and at where there is a date
Instants are RFC 3339. A schedule that never fires has no runs and the warning "never".

-i opens an editor that shows all this as you type. Enter prints the schedule and its runs; esc leaves with exit code 130 and
prints nothing. Nothing is changed anywhere.

-o ics prints the runs as an iCalendar file, each as an event without duration that does not block time. It is an error when there
is no run. Runs of a suspended CronJob are marked as tentative.`

func nextCommand(f *flags.Shared) *cobra.Command {
	n := &next.Request{}
	cmd := &cobra.Command{
		Use:   "next [-i] SCHEDULE|cronjob/NAME|-f FILE",
		Short: "Say when a schedule fires, with its next runs and what to look out for",
		Long:  aboutNext,
		Example: "  kronoscope next '0 2 * * *' --tz Europe/Paris --from 2026-10-24\n  kronoscope next -f cronjob.yaml -n 3\n" +
			"  kronoscope next cronjob/daily-backup -o ics > backup.ics",
		RunE: func(cmd *cobra.Command, args []string) error {
			if name := f.GivenPlaneFlag(cmd); name != "" {
				return fmt.Errorf("--%s is for the demo's clock; next looks from --from", name)
			}
			return n.Run(cmd.Context(), f, args, cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
	set := cmd.Flags()
	set.StringArrayVarP(&n.Files, "filename", "f", nil, "manifest `file or directory` with CronJobs, or - for standard input; repeat for more")
	set.StringVar(&n.Zone, "tz", "", "time `zone` that the schedule is read in (the CronJob's, or UTC)")
	set.StringVar(&n.From, "from", "", "`time` to look from, itself included, such as 2026-10-24 or \"2026-10-24 23:00\", in the schedule's zone (now)")
	n.Count = 10
	set.VarP(&n.Count, "count", "n", "how `many` runs to list")
	set.StringVarP(&n.Output, "output", "o", "table", "table, json or ics")
	set.StringVar(&f.Cluster.Namespace, "namespace", "", "`namespace` of the CronJob (the context's); with -f the only one to look at, also for\nmanifests that name none") // -n counts here
	set.BoolVarP(&n.Interactive, "interactive", "i", false, "edit the schedule in the terminal, and see its runs and warnings as you type")
	_ = cmd.MarkFlagFilename("filename", "yaml", "yml", "json")
	return cmd
}
