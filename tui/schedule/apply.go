package schedule

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"
	"sigs.k8s.io/yaml"

	"github.com/kronoscope/kronoscope/kube/action"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// ChosenMsg hands over the timing from a screen without a cluster.
type ChosenMsg struct{ Timing workload.Timing }

// apply asks whether to change the CronJob, and shows the difference; without a cluster it hands over the timing.
func (s *Screen) apply() {
	switch {
	case s.applying: // once is enough
	case !s.current():
		s.applyNext = true // the answer for the latest text is on its way
	case s.answer.problem != nil:
		s.turnTo(expression)
		s.env.Warn("the schedule cannot be used yet: " + s.answer.problem.Text)
	case s.answer.zoneErr != nil:
		s.turnTo(zone)
		s.env.Warn("the zone cannot be used yet: " + s.answer.zoneErr.Error())
	case s.standalone:
		s.env.Ask(ChosenMsg{s.timing()})
	case s.gone:
		s.env.Warn("the CronJob is gone: there is nothing to change")
	case s.env.Cluster.ReadOnly:
		s.env.Ask(screen.ReadOnly())
	case !s.dirty():
		s.env.Ask(screen.ToastMsg{Text: "nothing is changed"})
	default:
		s.env.Ask(screen.ConfirmMsg{
			Title: "Change the schedule of cronjob/" + s.key.Name + " in " + s.key.Namespace + "?",
			Lines: s.difference(), Yes: "apply",
			Then: agreedMsg{screen.RescheduleMsg{Asker: s, CronJob: s.key, Edit: action.ScheduleEdit{
				UID: s.object.UID, ResourceVersion: s.object.ResourceVersion, Old: s.present, New: s.timing(),
			}}},
		})
	}
}

// agreedMsg reports that the user has agreed to the change.
type agreedMsg struct{ ask screen.RescheduleMsg }

func (s *Screen) handleAgreed(msg agreedMsg) {
	if msg.ask.Asker != s {
		return
	}
	s.applying, s.notice, s.refusal = true, "", ""
	s.env.Ask(msg.ask)
}

// difference returns the change as kubectl diff shows it, and in words.
func (s *Screen) difference() []string {
	lines := []string{"  spec:"}
	old, written := yamlLines(s.present), yamlLines(s.timing())
	for i := range max(len(old), len(written)) {
		switch {
		case i < len(old) && i < len(written) && old[i] == written[i]:
			lines = append(lines, "    "+old[i])
			continue
		}
		if i < len(old) {
			lines = append(lines, "-   "+old[i])
		}
		if i < len(written) {
			lines = append(lines, "+   "+written[i])
		}
	}
	lines = append(lines, "")
	for _, part := range s.changes() {
		lines = append(lines, part.text)
	}
	return lines
}

// YAML returns a timing as it appears in the spec of a manifest, one line for each field that is set.
func YAML(t workload.Timing) string { return strings.Join(yamlLines(t), "\n") + "\n" }

// yamlLines returns the line of the schedule and, if there is one, that of the zone.
func yamlLines(t workload.Timing) []string {
	lines := []string{yamlLine("schedule", t.Schedule)}
	if t.TimeZone != "" {
		lines = append(lines, yamlLine("timeZone", t.TimeZone))
	}
	return lines
}

func yamlLine(field, value string) string {
	text, err := yaml.Marshal(map[string]string{field: display.Clean(value)})
	if err != nil { // no text of one line fails
		return field + ": " + display.Clean(value)
	}
	return strings.TrimSpace(string(text))
}

// handleRescheduled takes the result of the change. If somebody else has changed the CronJob, its new state becomes the base of
// comparison.
func (s *Screen) handleRescheduled(msg screen.RescheduledMsg) tea.Cmd {
	if msg.Asker != s {
		return nil
	}
	s.applying = false
	s.stale = s.object.ResourceVersion
	var changed *action.ChangedError
	switch {
	case msg.Err == nil:
		edited := question{object: s.object, timing: msg.Edit.New}.edited()
		s.object, s.present, s.notice = edited, msg.Edit.New, ""
	case errors.As(msg.Err, &changed):
		s.adopt(changed.Now, false)
	default:
		s.stale = ""
		s.refusal = msg.Err.Error()
	}
	return s.ask()
}
