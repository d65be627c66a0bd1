package cronjobdetail

import (
	"fmt"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/scheduler"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// facts returns the CronJob's settings, the most important first, in at most lines lines.
func (s *Screen) facts(width, lines int) []string {
	if width <= 0 || lines <= 0 {
		return nil
	}
	st, spec, status := s.env.Styles, s.cronJob.Trimmed.Spec, s.cronJob.Trimmed.Status
	schedule := st.Strong.Render(display.Clean(spec.Schedule))
	if err := s.cronJob.ScheduleErr; err != nil {
		schedule += " " + st.Bad.Render(display.Clean(err.Error()))
	}
	zone := st.Text.Render("UTC") + st.Muted.Render(" (none is set)")
	if spec.TimeZone != nil && *spec.TimeZone != "" {
		zone = st.Text.Render(display.Clean(*spec.TimeZone))
	}
	facts := []widget.Fact{
		{Label: "schedule", Value: schedule},
		{Label: "zone", Value: zone},
		{Label: "overlap", Value: st.Text.Render(string(policy(spec))) + st.Muted.Render(" "+overlap[policy(spec)])},
		{Label: "deadline", Value: s.deadline(spec)},
		{Label: "keeps", Value: st.Text.Render(keeps(spec))},
	}
	if t := status.LastScheduleTime; t != nil {
		facts = append(facts, widget.Fact{Label: "last run", Value: st.Text.Render(widget.Ago(t.Time, s.env.Now))})
	}
	if t := status.LastSuccessfulTime; t != nil {
		facts = append(facts, widget.Fact{Label: "last success", Value: st.Text.Render(widget.Ago(t.Time, s.env.Now))})
	}
	return widget.Facts(facts[:min(len(facts), lines)], width-1, st)
}

// overlap says what each policy does when a run is due while one is active.
var overlap = map[batchv1.ConcurrencyPolicy]string{
	batchv1.AllowConcurrent:   "(runs may overlap)",
	batchv1.ForbidConcurrent:  "(skips while one runs)",
	batchv1.ReplaceConcurrent: "(ends the one that runs)",
}

func policy(spec batchv1.CronJobSpec) batchv1.ConcurrencyPolicy {
	if spec.ConcurrencyPolicy == "" {
		return batchv1.AllowConcurrent
	}
	return spec.ConcurrencyPolicy
}

func (s *Screen) deadline(spec batchv1.CronJobSpec) string {
	st := s.env.Styles
	if spec.StartingDeadlineSeconds == nil {
		return st.Text.Render("none") + st.Muted.Render(" (starts however late)")
	}
	if scheduler.ImpossibleDeadline(spec.StartingDeadlineSeconds) != "" {
		return st.Bad.Render("! no run ever starts in time")
	}
	late := scheduler.Seconds(*spec.StartingDeadlineSeconds)
	return st.Text.Render(widget.Countdown(late)) + st.Muted.Render(" late at most")
}

func keeps(spec batchv1.CronJobSpec) string {
	good, bad := int32(3), int32(1) // upstream's defaults
	if n := spec.SuccessfulJobsHistoryLimit; n != nil {
		good = *n
	}
	if n := spec.FailedJobsHistoryLimit; n != nil {
		bad = *n
	}
	return fmt.Sprintf("%d completed, %d failed", good, bad)
}
