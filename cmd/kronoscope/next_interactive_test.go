package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
)

func TestTerminalWritesAScheduleAndPrintsIt(t *testing.T) {
	x := openTerminal(t, 100, 30, "next", "-i", "0", "2", "*", "*", "9", "--tz", "Europe/Berlin", "--from", "2026-11-24", "-n", "2")
	x.waitFor("9 is above 6, the last weekday", "kronoscope next", "Europe/Berlin")
	x.press("\r")
	x.waitFor("the schedule cannot be used yet")
	x.press("\x7f", "1-5")
	x.waitFor("Monday to Friday at 02:00 (Europe/Berlin)", "Tue 24 Nov 02:00", "enter done")
	x.press("\r")
	if code := x.exit(); code != exitcode.Done {
		t.Errorf("exit %d, want %d", code, exitcode.Done)
	}
	leftAsFound(t, x)
	shown := ansi.Strip(x.text())
	for _, want := range []string{"schedule: 0 2 * * 1-5", "timeZone: Europe/Berlin", "Monday to Friday at 02:00", "Tue 2026-11-24 02:00 CET", "Wed 2026-11-25 02:00 CET"} {
		if !strings.Contains(shown, want) {
			t.Errorf("%q is not printed:\n%s", want, shown)
		}
	}
}

func TestTerminalLeavesTheEditorWithoutAWord(t *testing.T) {
	for _, leave := range []string{"\x1b", "\x03"} {
		x := openTerminal(t, 80, 24, "next", "-i")
		x.waitFor("five fields are needed")
		x.press("@daily")
		x.waitFor("every day at 00:00 (UTC)")
		x.press(leave)
		if code := x.exit(); code != exitcode.Interrupted {
			t.Errorf("%q: exit %d, want %d", leave, code, exitcode.Interrupted)
		}
		leftAsFound(t, x)
		if shown := strings.TrimSpace(x.text()); shown != "" {
			t.Errorf("%q: printed %q", leave, shown)
		}
	}
}

func TestTerminalEditsAManifestsSchedule(t *testing.T) {
	file := filepath.Join(t.TempDir(), "c.yaml")
	if err := os.WriteFile(file, []byte(strings.Replace(cronJobYAML, "SCHEDULE", "30 2 * * *", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	x := openTerminal(t, 100, 30, "next", "-i", "-f", file, "-n", "1")
	x.waitFor("schedule of backup", "every day at 02:30 (Asia/Tokyo)")
	x.press("\x15", "@hourly")
	x.waitFor("every hour (Asia/Tokyo)", "before: every day at 02:30 (Asia/Tokyo)", "It is suspended")
	x.press("\r")
	if code := x.exit(); code != exitcode.Done {
		t.Errorf("exit %d, want %d", code, exitcode.Done)
	}
	if shown := x.text(); !strings.Contains(shown, "prod/backup") || !strings.Contains(shown, "schedule: '@hourly'") {
		t.Errorf("printed:\n%s", shown)
	}
}

func TestNextInteractiveNeedsATerminal(t *testing.T) {
	code, out, errOut := runIn(t, "", "next", "-i", "0 2 * * *")
	if code != exitcode.Usage || out != "" || !strings.Contains(errOut, "-i needs a terminal for input and output") {
		t.Errorf("exit %d, %q, %q", code, out, errOut)
	}
}

// The time to look from is read in the zone of the schedule, and a run at it is the first, in the editor as in what is printed.
func TestTerminalEditsFromATimeInTheSchedulesZone(t *testing.T) {
	x := openTerminal(t, 100, 30, "next", "-i", "0 0 * * *", "--tz", "Asia/Tokyo", "--from", "2026-10-24", "-n", "1")
	x.waitFor("Fri 23 Oct 2026 17:00:00", "Sat 24 Oct 00:00")
	x.press("\r")
	if code := x.exit(); code != exitcode.Done {
		t.Errorf("exit %d, want %d", code, exitcode.Done)
	}
	if shown := ansi.Strip(x.text()); !strings.Contains(shown, "Sat 2026-10-24 00:00 JST") {
		t.Errorf("printed:\n%s", shown)
	}
}
