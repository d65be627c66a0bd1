package schedule

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/scheduler/cron"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// remark is a message in one ink, with a sign before it.
type remark struct {
	sign, text string
	ink        themes.Ink
}

// remarks returns what there is to say about the timing, the gravest first.
func (s *Screen) remarks() []remark {
	st, a := s.env.Styles, &s.answer
	var all []remark
	add := func(ink themes.Ink, sign, text string) { all = append(all, remark{sign, text, ink}) }
	switch {
	case s.gone:
		add(st.Bad, "⊘", "the CronJob was deleted meanwhile: nothing can be applied")
	case s.notice != "":
		add(st.Warn, "!", s.notice)
	}
	if s.refusal != "" {
		add(st.Bad, "✗", s.refusal)
	}
	switch {
	case a.problem != nil && a.problem.At.From == a.problem.At.To:
		add(st.Warn, "…", a.problem.Text)
	case a.problem != nil:
		add(st.Bad, "✗", "Kubernetes refuses it: "+a.problem.Err.Error())
	default:
		add(st.Strong, "", inZone(a.after))
	}
	if a.zoneErr != nil {
		add(st.Bad, "✗", "Kubernetes refuses the zone: "+a.zoneErr.Error())
	}
	if a.ready() {
		all = append(all, s.changes()...)
		for _, text := range a.warnings {
			add(st.Warn, "!", text)
		}
		if text := s.sharedWords(); text != "" {
			add(st.Text, "=", text)
		}
	}
	if s.env.Cluster.ReadOnly && !s.standalone {
		add(st.Muted, "", "read-only: nothing can be applied")
	}
	return all
}

// inZone returns an outlook in words with its zone.
func inZone(o outlook) string {
	if o.where == "" {
		return o.words
	}
	return o.words + " (" + o.where + ")"
}

// changes says what differs from the present schedule, and what the controller makes of it.
func (s *Screen) changes() []remark {
	if !s.compares() || !s.dirty() || !s.current() {
		return nil
	}
	st, a, now := s.env.Styles, &s.answer, s.env.Now
	if a.before.words == "" {
		return append([]remark{{"", "before: " + timingWords(s.present) + ", which cannot be read", st.Muted}}, s.controller()...)
	}
	all := []remark{{"", "before: " + inZone(a.before), st.Muted}}
	all = append(all, remark{"", fmt.Sprintf("runs %s: %d → %d; next %s → %s", a.rate.period, a.rate.before, a.rate.after,
		due(a.before.next, now), due(a.after.next, now)), st.Text})
	return append(all, s.controller()...)
}

// due says how far ahead a run is, "" when there is none.
func due(at, now time.Time) string {
	if at.IsZero() {
		return "never"
	}
	return widget.In(at, now)
}

// controller says what the CronJob's controller makes of the edit.
func (s *Screen) controller() []remark {
	st, edit, spec := s.env.Styles, s.answer.edit, s.object.Spec
	zone := s.answer.after.schedule.Location()
	missed := ""
	if !edit.Missed.IsZero() {
		missed = moment(edit.Missed.In(zone), s.env.Now)
	}
	var all []remark
	add := func(ink themes.Ink, sign, text string) { all = append(all, remark{sign, text, ink}) }
	switch suspended := ptr.Deref(spec.Suspend, false); {
	case suspended && missed != "":
		add(st.Warn, "!", "It is suspended; when it is resumed, the run of "+missed+" starts at once, as a missed one.")
	case suspended:
		add(st.Text, "", "It is suspended: nothing starts until it is resumed.")
	case missed != "":
		add(st.Warn, "!", "The edit itself starts nothing. But "+missed+" counts as missed now: it starts as soon as anything else of the CronJob "+
			"changes before the next slot, such as the end of a run.")
	case !edit.Next.IsZero():
		add(st.Text, "", "The edit itself starts nothing: the controller waits for that slot.")
	}
	if s.active > 0 {
		switch spec.ConcurrencyPolicy {
		case batchv1.ForbidConcurrent:
			add(st.Text, "", "A run is under way, and the policy is Forbid: slots are passed over until it ends.")
		case batchv1.ReplaceConcurrent:
			add(st.Text, "", "A run is under way, and the policy is Replace: the next slot ends it.")
		}
	}
	return all
}

// moment returns a time with its day, and with the year unless it is this year.
func moment(t, now time.Time) string {
	return t.Format(cron.TimeOfDayLayout(t)) + " on " + cron.ShortDate(t, now.In(t.Location()))
}

// sharedWords names the other CronJobs due at the next shared run.
func (s *Screen) sharedWords() string {
	for i, sh := range s.answer.shared {
		if sh.count == 0 {
			continue
		}
		names := display.Clean(strings.Join(sh.names, ", "))
		if more := sh.count - len(sh.names); more > 0 {
			names += fmt.Sprintf(" and %d more", more)
		}
		others := "another CronJob"
		if sh.count > 1 {
			others = fmt.Sprintf("%d other CronJobs", sh.count)
		}
		return fmt.Sprintf("%s is shared with %s: %s", moment(s.answer.after.runs[i].At, s.env.Now), others, names)
	}
	return ""
}

// remarkLines returns the remarks as lines of at most width cells.
func (s *Screen) remarkLines(width int) []string {
	if width <= 4 {
		return nil
	}
	var lines []string
	for _, r := range s.remarks() {
		indent := ""
		if r.sign != "" {
			indent = "  "
		}
		for i, part := range strings.Split(ansi.Wrap(display.Clean(r.text), width-len(indent), ""), "\n") {
			before := indent
			if i == 0 && r.sign != "" {
				before = r.sign + " "
			}
			lines = append(lines, r.ink.Render(before+part))
		}
	}
	return lines
}
