package calendar

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/slots"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// panel describes a slot that has no Job to show: what a future run would do, or why there was none.
type panel struct {
	entry     slots.Entry
	cronJob   screen.Ref
	facts     []fact
	sentences []string // sentences
}

type fact struct{ label, value string }

// openEntry shows the Job of a run; for a slot without a run it opens the panel.
func (s *Screen) openEntry(e slots.Entry) {
	if e.Job != nil && (e.Outcome == slots.Complete || e.Outcome == slots.Failed || e.Outcome == slots.Running) {
		s.env.Ask(screen.ShowMsg{Ref: screen.Ref{Kind: screen.KindJob, Key: e.Job.Key()}, As: screen.Details})
		return
	}
	s.panel = &panel{entry: e, cronJob: screen.Ref{Kind: screen.KindCronJob, Key: e.Key}}
	s.refresh()
}

// refresh rebuilds the text of the panel: time and the cluster move on while it is open.
func (p *panel) refresh(s *Screen) {
	if p == nil {
		return
	}
	c := s.env.Snapshot.CronJob(p.entry.Key)
	if c == nil {
		p.sentences = []string{"The CronJob is no longer in the cluster."}
		return
	}
	p.facts = slotFacts(c, p.entry, s.env)
	if p.entry.Outcome == slots.Ahead {
		p.sentences = wouldRun(c, p.entry.At.In(c.Schedule.Location()), s.env.Now)
	} else {
		p.sentences = whyNot(c, p.entry, s.env.Present())
	}
	if remark := clockRemark(c, p.entry.At); remark != "" {
		p.sentences = append([]string{remark}, p.sentences...)
	}
}

func slotFacts(c *workload.CronJob, e slots.Entry, env *screen.Env) []fact {
	at := e.At.In(c.Schedule.Location())
	form := "Mon 2 Jan 15:04"
	if at.Second() != 0 {
		form += ":05"
	}
	if at.Year() != env.Now.Year() {
		form = strings.Replace(form, "Jan", "Jan 2006", 1)
	}
	facts := []fact{
		{"CronJob", c.Key().String()},
		{"schedule", c.Trimmed.Spec.Schedule + " · " + c.Schedule.Words()},
		{"slot", at.Format(form) + " " + at.Location().String()},
	}
	if here := at.In(env.Zone); here.Format(form) != at.Format(form) {
		facts = append(facts, fact{"here", here.Format(form) + " " + env.Zone.String()})
	}
	when := widget.In(at, env.Now)
	if !at.After(env.Now) {
		when = widget.Ago(at, env.Now)
	}
	return append(facts, fact{"when", when})
}

// clockRemark says what a clock change does to a slot, "" for nothing.
func clockRemark(c *workload.CronJob, at time.Time) string {
	runs := c.Schedule.Slots(c.Schedule.Previous(at), 1)
	if len(runs) == 0 || !runs[0].At.Equal(at) || runs[0].Note == "" {
		return ""
	}
	return "± " + runs[0].Note + "."
}

// wouldRun says what a future slot would do as things are now.
func wouldRun(c *workload.CronJob, at, now time.Time) []string {
	if c.Suspended() {
		return []string{"It would not run: the CronJob is suspended."}
	}
	if why := scheduler.ImpossibleDeadline(c.Trimmed.Spec.StartingDeadlineSeconds); why != "" {
		return []string{"It would not run: " + why + "."}
	}
	says := []string{policyWords(c, now)}
	if limit := c.Trimmed.Spec.StartingDeadlineSeconds; limit != nil {
		says = append(says, fmt.Sprintf("If it cannot start within %s of its time, it is skipped.", widget.Countdown(scheduler.Seconds(*limit))))
	} else {
		says = append(says, "There is no deadline: it starts however late, unless the next slot comes first.")
	}
	if c.Average <= 0 {
		return append(says, "No run has completed yet, so nobody knows how long it takes.")
	}
	end, next := at.Add(c.Average), c.Schedule.Next(at)
	form := "15:04:05"
	if slots.DateOf(end) != slots.DateOf(at) {
		form = "15:04 on Mon 2 Jan"
	}
	says = append(says, fmt.Sprintf("Runs take %s on average: it would end at about %s.", widget.Duration(c.Average), end.Format(form)))
	if !next.IsZero() && next.Before(end) {
		says = append(says, fmt.Sprintf("The next slot, at %s, comes before that.", next.Format("15:04")))
	}
	return says
}

// policyWords says what the concurrency policy does, given the runs that are active now.
func policyWords(c *workload.CronJob, now time.Time) string {
	active := "none is active now"
	if jobs := c.Active(); len(jobs) > 0 {
		active = fmt.Sprintf("%s has been active for %s", jobs[0].Trimmed.Name, widget.Age(jobs[0].Trimmed.CreationTimestamp.Time, now))
		if len(jobs) > 1 {
			active = fmt.Sprintf("%d are active now", len(jobs))
		}
	}
	switch c.Trimmed.Spec.ConcurrencyPolicy {
	case batchv1.ForbidConcurrent:
		return "Forbid: it waits while a run before it is still active (" + active + ")."
	case batchv1.ReplaceConcurrent:
		return "Replace: it deletes the run that is still active then (" + active + ")."
	}
	return "Allow: it starts beside the runs that are still active then (" + active + ")."
}

// whyNot explains why a past slot has no Job.
func whyNot(c *workload.CronJob, e slots.Entry, at scheduler.Observation) []string {
	spec := c.Trimmed.Spec
	if e.Run != nil {
		return []string{goneWords(e.Run, e.At.Location())}
	}
	blocked := ""
	if e.Job != nil {
		blocked = e.Job.Trimmed.Name + " was still active then, and the policy is Forbid."
	}
	switch e.Outcome {
	case slots.Skipped:
		return []string{"Skipped: " + blocked, "Of the slots that wait, only the latest starts when that run ends."}
	case slots.Missed:
		if why := scheduler.ImpossibleDeadline(spec.StartingDeadlineSeconds); why != "" {
			return []string{"Missed: " + why + "."}
		}
		return []string{
			"Missed: it has no Job, and its Job would still be there.",
			"The controller was down then, or could not create it; or the CronJob was suspended for a while; or somebody deleted the Job.",
		}
	case slots.Waiting:
		if blocked != "" {
			return []string{"Due, and not started: " + blocked}
		}
		return []string{"Due, and not started yet."}
	case slots.Gone:
		return []string{"It was started: the CronJob remembers it as its last slot. Its Job has been deleted since."}
	case slots.Suspended:
		return []string{"It did not run. The CronJob is suspended, and it is not known since when."}
	}
	says := []string{fmt.Sprintf("Nobody can tell: a Job of that time would be gone by now. The CronJob keeps %d complete and %d failed ones.",
		ptr.Deref(spec.SuccessfulJobsHistoryLimit, 3), ptr.Deref(spec.FailedJobsHistoryLimit, 1))}
	if spec.ConcurrencyPolicy == batchv1.ReplaceConcurrent {
		says = append(says, "Its policy is Replace, which deletes a run that is still active.")
	}
	if ttl := spec.JobTemplate.Spec.TTLSecondsAfterFinished; ttl != nil {
		says = append(says, "A Job is deleted "+widget.Countdown(scheduler.Seconds(int64(*ttl)))+" after it has finished.")
	}
	since := slots.KnownSince(c, at).In(e.At.Location())
	return append(says, "What remains covers the time since "+since.Format("Mon 2 Jan 15:04:05")+".")
}

// goneWords says what is remembered of a run.
func goneWords(run *workload.Run, zone *time.Location) string {
	words := "It ran as " + run.Key.Name
	if took, ok := run.Duration(); ok {
		words += fmt.Sprintf(", from %s on, and took %s", run.Start.In(zone).Format("15:04:05"), widget.Duration(took))
	}
	if run.Reason != "" {
		words += "; it failed with " + run.Reason
	}
	return words + ". The Job has been deleted since, and its log with it."
}

// title names the panel.
func (p *panel) title() string {
	if p.entry.Outcome == slots.Ahead {
		return "would run"
	}
	return outcomeWord(p.entry.Outcome)
}

// draw puts the sentences first when there is not room for everything.
func (p *panel) draw(width, height int, s *themes.Styles) []string {
	var facts []widget.Fact
	for _, f := range p.facts {
		facts = append(facts, widget.Fact{Label: f.label, Value: s.Text.Render(display.Clean(f.value))})
	}
	var above, below []string
	for _, line := range widget.Facts(facts, max(width-2, 0), s) {
		above = append(above, " "+line)
	}
	roomy := height > 16
	for _, sentence := range p.sentences {
		if roomy {
			below = append(below, "")
		}
		for line := range strings.SplitSeq(ansi.Wrap(display.Clean(sentence), max(width-2, 1), ""), "\n") {
			below = append(below, " "+s.Text.Render(line))
		}
	}
	if !roomy && 1+len(above)+len(below) > height {
		above, below = below, above
	}
	lines := append(append([]string{widget.Rule(p.title(), width, s)}, above...), below...)
	return lines[:min(len(lines), height)]
}
