package tui

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/action"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

// dailyBackup opens the editor of the scene's daily-backup, which is "0 2 * * *" in Paris.
func dailyBackup(t *testing.T, width, height int, adjust ...func(*Options)) *harness {
	t.Helper()
	h := start(t, parisScene(nil), width, height, adjust...)
	h.press("j", "j", "e")
	h.sees("‹ CronJobs › schedule of daily-backup", "every day at 02:00 (Europe/Paris)")
	return h
}

// parisScene is the scene with a time zone in the CronJob, and what somebody has done to that since.
func parisScene(meanwhile func(*batchv1.CronJob)) *workload.Snapshot {
	s := tuitest.Scene()
	c := s.CronJobs[2]
	c.Trimmed = c.Trimmed.DeepCopy()
	c.Trimmed.Spec.TimeZone, c.Trimmed.ResourceVersion = ptr.To("Europe/Paris"), "1"
	if meanwhile != nil {
		c.Trimmed.ResourceVersion = "2"
		meanwhile(c.Trimmed)
		c.Schedule, c.ScheduleErr = scheduler.CronJobSchedule(c.Trimmed, tuitest.Now.Location())
	}
	return s
}

// arrives brings a new snapshot.
func (h *harness) arrives(s *workload.Snapshot) {
	h.t.Helper()
	h.send(dataMsg{gen: h.root.gen, snapshot: s})
}

// clear empties the field that has the focus and types a text.
func (h *harness) write(text string) {
	h.t.Helper()
	h.press("ctrl+e", "ctrl+u")
	h.text(text)
}

const changeToWeekdays = `schedule default/daily-backup "0 2 * * *" "Europe/Paris" → "30 3 * * 1-5" "Europe/Paris"`

func TestScheduleIsChangedAfterAQuestionThatShowsTheDifference(t *testing.T) {
	h := dailyBackup(t, 120, 36)
	h.write("30 3 * * 1-5")
	h.sees("Monday to Friday at 03:30 (Europe/Paris)", "before: every day at 02:00 (Europe/Paris)", "runs a week: 7 → 5; next in 1m48s → in 1h31m")
	h.press("enter")
	h.sees("Change the schedule of cronjob/daily-backup in default?", "-   schedule: 0 2 * * *", "+   schedule: 30 3 * * 1-5", "    timeZone: Europe/Paris")
	h.press("enter") // the question starts on "cancel"
	wantLog(t, h)
	h.press("ctrl+s", "y")
	wantLog(t, h, changeToWeekdays)
	h.sees("✓ changed the schedule of cronjob/daily-backup", "NAME")
	h.seesNot("‹ CronJobs")
}

func TestZoneIsCompletedAndTakenAway(t *testing.T) {
	h := dailyBackup(t, 120, 36)
	h.press("tab")
	h.text("tok")
	h.sees("✗ not known", "Kubernetes refuses the zone: unknown time zone tok", "Asia/Tokyo")
	h.press("enter")
	h.sees("the zone cannot be used yet")
	h.press("down", "enter")
	h.sees("every day at 02:00 (Asia/Tokyo)", "JST, UTC+9; its clocks do not change")
	h.press("enter", "y")
	h.press("e", "tab", "backspace")
	h.sees("none: the controller's own", "every day at 02:00 (UTC)")
	h.press("enter")
	h.sees("-   timeZone: Europe/Paris")
	h.seesNot("+   timeZone")
	h.press("y")
	wantLog(t, h, `schedule default/daily-backup "0 2 * * *" "Europe/Paris" → "0 2 * * *" "Asia/Tokyo"`,
		`schedule default/daily-backup "0 2 * * *" "Europe/Paris" → "0 2 * * *" ""`)
}

func TestRefusedScheduleIsMarkedAndNotApplied(t *testing.T) {
	h := dailyBackup(t, 120, 36)
	h.write("0 2 * * 1-9")
	h.sees("^^^  9 is above 6, the last weekday", "Kubernetes refuses it: end of range (9) above maximum (6): 1-9")
	if mark, text := h.line("^^^"), h.line("1-9"); strings.Index(mark, "^^^") != strings.Index(text, "1-9")-len("▸")+1 {
		t.Errorf("the mark is not below what is wrong:\n%s\n%s", text, mark)
	}
	h.press("enter")
	h.sees("the schedule cannot be used yet")
	h.seesNot("Change the schedule")
	h.press("backspace", "6", "enter")
	h.sees("Change the schedule")
}

func TestPresetsKeepTheTimeOfDay(t *testing.T) {
	h := dailyBackup(t, 80, 24)
	h.write("15 4 * * *")
	h.press("down", "down", "down", "down", "down", "down")
	h.sees("▸ Monday to Friday", "15 4 * * 1-5")
	h.press("enter")
	h.sees("Monday to Friday at 04:15 (Europe/Paris)", "hour 0–23") // the cursor is where the time is changed
	h.press("down")
	h.press("esc")
	h.sees("‹ CronJobs › schedule of daily-backup")
}

func TestUnsavedScheduleIsNotLostWithoutAQuestion(t *testing.T) {
	h := dailyBackup(t, 80, 24)
	h.press("esc")
	h.seesNot("‹ CronJobs")
	h.press("e")
	h.write("@daily")
	h.press("esc")
	h.sees("Leave without applying?", `"@daily" in Europe/Paris`)
	h.press("n")
	h.sees("every day at 00:00 (Europe/Paris)")
	h.press("ctrl+r")
	h.sees("every day at 02:00 (Europe/Paris)")
	h.seesNot("before:")
	h.press("esc")
	h.seesNot("‹ CronJobs")
	h.press("e")
	h.write("@daily")
	h.press("esc", "y")
	h.seesNot("‹ CronJobs")
	wantLog(t, h)
}

func TestReadOnlyShowsTheEditorAndAppliesNothing(t *testing.T) {
	h := dailyBackup(t, 120, 36, func(o *Options) { o.Cluster.ReadOnly = true })
	h.sees("read-only: nothing can be applied")
	h.seesNot("enter apply")
	h.write("30 3 * * 1-5")
	h.sees("Monday to Friday at 03:30", "runs a week: 7 → 5")
	h.press("enter")
	h.sees("read-only: started with --read-only")
	h.press("ctrl+s")
	h.seesNot("Change the schedule")
	wantLog(t, h)
}

func TestAnEditDoesNotOverwriteSomebodyElses(t *testing.T) {
	theirs := parisScene(func(c *batchv1.CronJob) { c.Spec.Schedule = "45 5 * * *" })
	h := dailyBackup(t, 120, 36)
	h.actions.Err = &action.ChangedError{Now: theirs.CronJobs[2].Trimmed}
	h.write("30 3 * * 1-5")
	h.press("enter", "y")
	h.sees("✗ somebody else has changed it", `somebody has changed it meanwhile: now it has "45 5 * * *" in Europe/Paris`, "before: every day at 05:45", "30 3 * * 1-5")
	h.arrives(parisScene(nil)) // the watch is behind the answer
	h.sees("before: every day at 05:45")
	h.arrives(theirs)
	h.sees("before: every day at 05:45")
	h.actions.Err = nil
	h.press("enter", "y")
	wantLog(t, h, changeToWeekdays, `schedule default/daily-backup "45 5 * * *" "Europe/Paris" → "30 3 * * 1-5" "Europe/Paris"`)
}

func TestChangesAndDeletionMeanwhileAreShownAtOnce(t *testing.T) {
	h := dailyBackup(t, 120, 36)
	h.arrives(parisScene(func(c *batchv1.CronJob) { c.Spec.Schedule = "45 5 * * *" }))
	h.sees(`somebody has changed it meanwhile: now it has "45 5 * * *" in Europe/Paris`, "every day at 05:45 (Europe/Paris)") // nothing was written yet
	h.write("0 4 * * *")
	h.arrives(parisScene(func(c *batchv1.CronJob) { c.Spec.Schedule, c.Spec.TimeZone, c.ResourceVersion = "0 9 * * *", nil, "3" }))
	h.sees(`now it has "0 9 * * *" without zone`, "every day at 04:00", "before: every day at 09:00 (UTC)")
	gone := parisScene(nil)
	gone.CronJobs = gone.CronJobs[:2]
	h.arrives(gone)
	h.sees("the CronJob was deleted meanwhile")
	h.press("enter")
	h.sees("there is nothing to change")
	h.arrives(parisScene(func(c *batchv1.CronJob) { c.UID = "another" }))
	h.sees("it was deleted and recreated meanwhile")
	wantLog(t, h)
	h.press("esc", "y")
	h.seesNot("‹ CronJobs")
}

func TestTheServersWarningsAboutAScheduleAreShown(t *testing.T) {
	h := dailyBackup(t, 120, 36)
	h.actions.Err = errors.New(`CronJob.batch "daily-backup" is invalid: spec.schedule: Invalid value` + "\x1b[2J")
	h.actions.Warnings = []string{"spec.jobTemplate: odd"}
	h.write("30 3 * * 1-5")
	h.press("enter", "y")
	h.sees(`✗ CronJob.batch "daily-backup" is invalid`, "! the API server warns: spec.jobTemplate: odd", "30 3 * * 1-5")
	if n := strings.Count(h.screen(), `is invalid: spec.schedule`); n != 2 { // as a notice and in the editor
		t.Errorf("the refusal stands %d times:\n%s", n, h.screen())
	}
	h.text(",6")
	h.press("backspace", "backspace")
	if n := strings.Count(h.screen(), `is invalid: spec.schedule`); n > 1 {
		t.Errorf("the refusal of another text is still in the editor:\n%s", h.screen())
	}
}

func TestEditorShowsWhatTheControllerMakesOfTheEdit(t *testing.T) {
	for _, c := range []struct {
		name  string
		setUp func(*batchv1.CronJob)
		write string
		want  string
	}{
		{"to come", nil, "0 4 * * *", "The edit itself starts nothing: the controller waits for that slot."},
		{"passed", nil, "50 1 * * *", "But 01:50 on Tue 24 Nov counts as missed now"},
		{"suspended", func(c *batchv1.CronJob) { c.Spec.Suspend = ptr.To(true) }, "0 4 * * *", "It is suspended: nothing starts until it is resumed."},
		{"suspended, passed", func(c *batchv1.CronJob) { c.Spec.Suspend = ptr.To(true) }, "50 1 * * *", "when it is resumed, the run of 01:50 on Tue 24 Nov starts at once"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := start(t, parisScene(func(o *batchv1.CronJob) {
				o.CreationTimestamp.Time = tuitest.Now.Add(-2 * time.Hour)
				if c.setUp != nil {
					c.setUp(o)
				}
			}), 160, 36)
			h.press("j", "j", "e")
			h.write(c.write)
			h.sees(c.want)
		})
	}
	h := start(t, tuitest.Scene(), 160, 36) // of health-check a run is under way
	h.root.env.Snapshot.CronJobs[3].Trimmed.Spec.ConcurrencyPolicy = batchv1.ForbidConcurrent
	h.press("j", "j", "j", "e")
	h.write("*/20 * * * *")
	h.sees("the policy is Forbid: slots are passed over until it ends")
}

func TestEditorNamesOtherCronJobsThatRunThen(t *testing.T) {
	h := dailyBackup(t, 120, 36)
	h.write("0 4 * * *")
	h.sees("04:00 on Tue 24 Nov is shared with 2 other CronJobs: health-check, log-cleanup")
	h.write("7 4 * * *")
	h.seesNot("shared with")
}

// allText are what keys do that write something where text is typed.
var allText = []string{"1–5", "commands", "messages", "? ", "q ", "faster", "pause the clock", "next event", "jump to a time"}

func TestHelpListsNoTextAmongTheKeysWhileAFilterIsTyped(t *testing.T) {
	h := start(t, parisScene(nil), 120, 36)
	h.press("/")
	h.send(tea.KeyPressMsg{Code: tea.KeyF1})
	h.sees("Keys of CronJobs", "enter  take the text", "esc    drop it", "F1", "ctrl-c  quit")
	h.seesNot(append(allText, "trigger", "reverse order", "delete")...)
	h.press("esc", "esc")
	h.send(tea.KeyPressMsg{Code: tea.KeyF1})
	h.sees("trigger", "reverse order", "commands", "pause the clock")
}

func TestEditorIsReachedFromEverywhereAndHasHelp(t *testing.T) {
	h := start(t, parisScene(nil), 120, 36)
	h.press("j", "j", "enter", "e")
	h.sees("‹ CronJobs › daily-backup › schedule of daily-backup", "F1 help")
	h.send(tea.KeyPressMsg{Code: tea.KeyF1})
	h.sees("Keys of schedule of daily-backup", "other field", "F1", "ctrl-c  quit")
	h.seesNot(allText...)
	h.press("esc", "esc", "esc", ":")
	h.text("schedule")
	h.press("enter")
	h.sees("‹ CronJobs › schedule of daily-backup")
	h.send(tea.PasteMsg{Content: "\x1b[2J\n"})
	h.write("61 25 * * *")
	h.send(tea.PasteMsg{Content: " x"})
	h.sees("61 25 * * * x", "6 fields are too many")
}
