package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
)

// leftAsFound fails when the program has left the terminal on its alternate screen, or its cursor hidden.
func leftAsFound(t *testing.T, x *terminal) {
	t.Helper()
	if x.screen.IsAltScreen() {
		t.Error("the terminal is left on the alternate screen")
	}
	if x.screen.CursorHidden() {
		t.Error("the cursor is left hidden")
	}
}

func TestTerminalOpensOnTheSceneHelpsResizesAndQuits(t *testing.T) {
	x := openTerminal(t, 120, 36, "demo")
	x.waitFor("1 CronJobs 12", "2 Jobs", "3 Calendar", "daily-backup", "web-health-check", "embedded ▶ 10×", "Europe/Paris")
	if !x.screen.IsAltScreen() {
		t.Error("the program does not draw on the alternate screen")
	}
	x.press("?")
	x.waitFor("Keys of CronJobs")
	x.press("\x1b")
	x.waitUntil("has closed the help", func(s string) bool { return !strings.Contains(s, "Keys of CronJobs") })
	x.resize(40, 10)
	x.waitFor("The terminal is too small", "40×10")
	x.resize(120, 36)
	x.waitFor("1 CronJobs 12", "daily-backup")
	x.press("q")
	if code := x.exit(); code != exitcode.Done {
		t.Errorf("exit %d, want %d", code, exitcode.Done)
	}
	leftAsFound(t, x)
}

func TestTerminalSceneHasAPastAndEveryState(t *testing.T) {
	x := openTerminal(t, 200, 60, "demo")
	past := regexp.MustCompile(`ledger-sync .*✓✓✓✓✓✓✓✓`) // it keeps the last eight
	x.waitUntil("shows the history of an hourly CronJob", past.MatchString)
	daily := regexp.MustCompile(`daily-backup .* ago ✓`)
	x.waitUntil("shows that yesterday's run of a daily CronJob is complete", daily.MatchString)
	x.press("2")
	x.waitFor("Unschedulable", "ImagePullBackOff", "Running", "Retrying", "Suspended", "Complete", "Failed", "· queue", "render-frames")
	x.press("q")
	if code := x.exit(); code != exitcode.Done {
		t.Errorf("exit %d, want %d", code, exitcode.Done)
	}
}

func TestTerminalDailyBackupFiresAndSpeaksFrench(t *testing.T) {
	x := openTerminal(t, 120, 36, "demo")
	// The first slot at 02:00 is of yesterday, a day of history later comes the one that the user waits for.
	x.waitUntil("shows two runs of daily-backup", regexp.MustCompile(`daily-backup .*✓✓`).MatchString)
	x.press("/", "daily", "\r")
	x.waitUntil("shows only daily-backup", func(s string) bool { return !strings.Contains(s, "ledger-sync") })
	x.press("l")
	x.waitFor("Sauvegarde quotidienne - ", "Backup terminé")
	x.press("\x03")
	if code := x.exit(); code != exitcode.Interrupted {
		t.Errorf("exit %d after ctrl-c, want %d", code, exitcode.Interrupted)
	}
	leftAsFound(t, x)
}

func TestTerminalTurnsTheClockAndLeavesInTheMiddleOfThePast(t *testing.T) {
	for _, keys := range [][]string{{"q"}, {"P", "q"}, {"+", "-", ">", "q"}} {
		x := openTerminal(t, 120, 36, "demo")
		x.waitFor("web-health-check")
		x.press(keys...)
		if code := x.exit(); code != exitcode.Done {
			t.Errorf("%q: exit %d, want %d", keys, code, exitcode.Done)
		}
		leftAsFound(t, x)
	}
}

func TestTerminalPauseDuringThePastHoldsFromTheStartOn(t *testing.T) {
	x := openTerminal(t, 120, 36, "demo", "--start", "2026-11-24 01:55 Europe/Paris")
	x.waitFor("web-health-check")
	x.press("P")
	x.waitFor("⏸ paused", "Tue 24 Nov 01:55:00")
	x.press("P")
	running := regexp.MustCompile(`▶ 10× +Tue 24 Nov (\d\d:\d\d:\d\d)`)
	x.waitUntil("shows that time goes on from there", func(s string) bool {
		found := running.FindStringSubmatch(s)
		return found != nil && found[1] > "01:55:00"
	})
	x.press("q")
	if code := x.exit(); code != exitcode.Done {
		t.Errorf("exit %d, want %d", code, exitcode.Done)
	}
}

func TestTerminalPlaysManifestsFromTheInstantGiven(t *testing.T) {
	file := filepath.Join(t.TempDir(), "m.yaml")
	if err := os.WriteFile(file, []byte(goodJob), 0o600); err != nil {
		t.Fatal(err)
	}
	x := openTerminal(t, 100, 30, "demo", "-f", file, "--start", "2026-11-24T01:55:00+01:00", "--speed", "600", "--read-only", "--theme", "light")
	x.waitFor("embedded ▶ 600×", "24 Nov", "2 Jobs 1")
	x.press("2")
	x.waitFor("good", "Complete")
	x.press("\x04")
	x.waitFor("read-only")
	x.press("q")
	if code := x.exit(); code != exitcode.Done {
		t.Errorf("exit %d, want %d", code, exitcode.Done)
	}
}

func TestTerminalOpensPausedAtTheInstantGivenAndJumpsOn(t *testing.T) {
	x := openTerminal(t, 120, 36, "demo", "--start", "2026-10-25 01:55 Europe/Paris", "--until", "+30m", "--paused")
	x.waitFor("⏸ paused", "Sun 25 Oct 02:25:00")
	x.press("@", "2026-10-25 03:00\r")
	x.waitFor("it is Sun 25 Oct 03:00") // for a moment
	x.waitFor("⏸ paused", "Sun 25 Oct 03:00:00")
	x.waitUntil("shows that the backup ran at the hour that comes twice", regexp.MustCompile(`daily-backup .* ago`).MatchString)
	x.press("@", "2026-10-24 02:00\r")
	x.waitFor("Start the demo again at Sat 24 Oct 02:00?")
	x.press("y")
	x.waitFor("Sat 24 Oct 02:00:00", "⏸ paused", "web-health-check")
	x.press("q")
	if code := x.exit(); code != exitcode.Done {
		t.Errorf("exit %d, want %d", code, exitcode.Done)
	}
	leftAsFound(t, x)
}

func TestTerminalWithoutKubeconfigIsTheDemoAndSaysSo(t *testing.T) {
	x := openTerminal(t, 160, 36)
	x.waitFor("no kubeconfig: this is the demo")
	x.waitFor("⎈ demo", "daily-backup")
	x.press("q")
	if code := x.exit(); code != exitcode.Done {
		t.Errorf("exit %d, want %d", code, exitcode.Done)
	}
}

func TestTerminalOpensOnAnUnreachableServerAndSaysSo(t *testing.T) {
	x := openTerminal(t, 160, 36, "--kubeconfig", unreachable(t))
	x.waitFor("⎈ down", "✗ lost", "the API server refuses the connection", "retry in")
	x.press("q")
	if code := x.exit(); code != exitcode.Done {
		t.Errorf("exit %d, want %d", code, exitcode.Done)
	}
	leftAsFound(t, x)
}

// colour is an escape sequence that sets a colour, of the palette or any other.
var colour = regexp.MustCompile(`\x1b\[(?:\d+[;:])*(?:3\d|4\d|9\d|10\d)(?:[;:]\d+)*m|\x1b\]1[01];[^?]`)

func TestTerminalNoColorHasNoColours(t *testing.T) {
	for _, env := range [][]string{{"NO_COLOR=1"}, nil} {
		x := openTerminalWith(t, env, 120, 36, "demo")
		x.waitFor("daily-backup")
		x.press("2")
		x.waitFor("✓ Complete", "● Running")
		x.press("q")
		x.exit()
		if found := colour.FindString(x.output()); (found == "") != (env != nil) {
			t.Errorf("with %q the first colour code is %q", env, found)
		}
	}
}

func TestTerminalIsRestoredAfterACrash(t *testing.T) {
	if os.Getenv(builtBinary) != "" {
		t.Skip("only the test binary can be made to crash")
	}
	x := openTerminal(t, 120, 36, "demo")
	x.waitFor("daily-backup")
	if err := x.cmd.Process.Signal(crashSignal); err != nil {
		t.Fatal(err)
	}
	if code := x.exit(); code != 2 { // the Go runtime's own
		t.Errorf("exit %d, want 2", code)
	}
	leftAsFound(t, x)
	if text := ansi.Strip(x.output()); !strings.Contains(text, "kronoscope crashed. Please report this:") || !strings.Contains(text, "broken on purpose") || !strings.Contains(text, "--log-file FILE") {
		t.Errorf("the report is missing; the screen shows:\n%s", x.text())
	}
}
