package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

// Keys may come faster than commands are carried out: each must reach the screen that the one before it has opened, for "t" turns on
// time stamps in a log, and triggers in a list.
func TestKeysReachWhatTheKeyBeforeOpened(t *testing.T) {
	for keys, want := range map[string]string{
		"/ d a i l y enter l t":         "‹ CronJobs › logs",
		"/ d a i l y enter l s":         "‹ CronJobs › logs",
		"/ d a i l y enter enter c t":   "calendar of",
		"2 l s":                         "‹ Jobs › logs",
		"c t":                           "calendar of",
		"e t":                           "schedule of",
		": c j enter c s":               "calendar of",
		"/ d a i l y enter enter esc j": "daily-backup",
	} {
		t.Run(keys, func(t *testing.T) {
			h := start(t, tuitest.Scene(), 100, 30)
			h.pressFast(strings.Fields(keys)...)
			if log := h.actions.Log(); len(log) != 0 {
				t.Errorf("it does %v", log)
			}
			if view := h.screen(); !strings.Contains(view, want) {
				t.Errorf("want %q in\n%s", want, view)
			}
		})
	}
}

func TestAHastyYesAnswersTheQuestion(t *testing.T) {
	h := start(t, tuitest.Scene(), 100, 30)
	h.pressFast("2", "/", "i", "m", "a", "g", "e", "enter", "ctrl+d", "y")
	if diff := cmp.Diff([]string{"delete Job default/image-processor Background"}, h.actions.Log()); diff != "" {
		t.Error(diff)
	}
}

// Two escapes in one read look like one with alt.
func TestTwoEscapesGoBackTwice(t *testing.T) {
	h := start(t, tuitest.Scene(), 100, 30)
	h.text("/daily")
	h.press("enter", "enter", "d")
	h.sees("‹ CronJobs › daily-backup › describe")
	h.send(tea.KeyPressMsg{Code: tea.KeyEscape, Mod: tea.ModAlt})
	h.sees("1 CronJobs", "/daily")
	h.send(tea.KeyPressMsg{Code: tea.KeyEscape, Mod: tea.ModAlt}) // the filter's, and one for nothing
	h.sees("1 CronJobs", "health-check")
}

// What was asked of one cluster is not done on another that is reached meanwhile.
func TestTheLastKeyBeforeAnotherClusterIsForTheFirst(t *testing.T) {
	h := start(t, tuitest.Scene(), 100, 30)
	h.text("/daily")
	h.press("enter")
	asked := h.queued("t")
	h.root.dial++
	_, _ = h.root.Update(connectedMsg{dial: h.root.dial, cluster: &kube.Cluster{Context: "prod"}, source: tuitest.NewSource()})
	second := &tuitest.Actions{}
	h.root.opts.Actions = second
	h.run(asked)
	if diff := cmp.Diff([]string{"trigger default/daily-backup"}, h.actions.Log()); diff != "" {
		t.Errorf("on the first cluster: %s", diff)
	}
	if log := second.Log(); len(log) != 0 {
		t.Errorf("on the second cluster: %v", log)
	}
}

// pressFast presses keys before any command that comes of them is carried out.
func (h *harness) pressFast(keys ...string) {
	h.t.Helper()
	var cmds []tea.Cmd
	for _, name := range keys {
		cmds = append(cmds, h.queued(name))
	}
	for _, cmd := range cmds {
		h.run(cmd)
	}
}
