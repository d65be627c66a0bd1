// Package crash restores the terminal and prints a report when the program crashes. It recovers from nothing: the process ends.
package crash

import (
	"os"
	"os/exec"
	"runtime/debug"
	"time"
)

// A panic on the event loop or in one of its commands is caught by Bubble Tea, which restores the terminal and prints it. One
// on any other goroutine ends the process on the spot, and leaves the terminal raw and on its alternate screen. So a small
// shell waits at the end of a pipe for the report that the Go runtime writes when it dies: when there is one, it restores the
// terminal and prints it; when the pipe closes without, it goes quietly.

const shell = "/bin/sh"

// restore leaves the alternate screen and switches off what the program has switched on: mouse, paste and focus reports,
// keyboard protocols, the hidden cursor, colours.
const restore = `\033[?1049l\033[?1000l\033[?1002l\033[?1003l\033[?1006l\033[?1004l\033[?2004l\033[?2026l\033[?2027l\033[>4;0m\033[<u\033[=0;1u\033[?25h\033[0m`

const script = `PATH=/usr/bin:/bin
trap '' INT TERM HUP QUIT TTOU TTIN TSTP
report=$(cat)
[ -n "$report" ] || exit 0
if [ -t 2 ]; then exec 3>&2; else exec 3</dev/null; [ -w /dev/tty ] && exec 3<>/dev/tty; fi
stty sane <&3 2>/dev/null
printf '` + restore + `\r' >&3
printf 'kronoscope crashed. Please report this:\n\n%s\n\n%s\n' "$report" "$1" >&2
`

// startDelay lets the first frame be drawn before the shell starts.
const startDelay = 300 * time.Millisecond

// RestoreTerminal makes a crash restore the terminal, until stop is called. Without a shell it does nothing.
func RestoreTerminal(logFile string) (stop func()) {
	cancel, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		select {
		case <-time.After(startDelay):
			release, err := StartReporter(logFile)
			if err != nil {
				return // the program runs without it
			}
			<-cancel
			release()
		case <-cancel:
		}
	}()
	return func() {
		close(cancel)
		<-done
	}
}

// StartReporter starts the shell that waits for the report of a crash.
func StartReporter(logFile string) (release func(), err error) {
	read, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd := exec.Command(shell, "-c", script, shell, LogHint(logFile))
	cmd.Stdin, cmd.Stderr = read, os.Stderr
	err = cmd.Start()
	_ = read.Close()
	if err != nil {
		_ = write.Close()
		return nil, err
	}
	if err := debug.SetCrashOutput(write, debug.CrashOptions{}); err != nil {
		_ = write.Close()
		_ = cmd.Wait()
		return nil, err
	}
	return func() {
		_ = debug.SetCrashOutput(nil, debug.CrashOptions{})
		_ = write.Close()
		_ = cmd.Wait()
	}, nil
}

// LogHint says where the log of this run is, or else how to get one.
func LogHint(logFile string) string {
	if logFile == "" {
		return "There is no log of this run: start it with --log-file FILE to get one."
	}
	return "The log of this run is in " + logFile + "."
}
