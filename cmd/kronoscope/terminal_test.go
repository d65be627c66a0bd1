package main

import (
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// builtBinary names a built program to exercise in place of the test binary.
const builtBinary = "KRONOSCOPE_TEST_BINARY"

// patience bounds how long a test waits for the screen to say something; only a failing test ever waits that long.
const patience = 2 * time.Minute

// terminal is a program that runs in a terminal of its own.
type terminal struct {
	t      testing.TB
	cmd    *exec.Cmd
	tty    *os.File
	screen *vt.SafeEmulator

	mu      sync.Mutex
	changed chan struct{} // closed at the next output
	ended   bool
	raw     []byte // all output so far
	drained sync.WaitGroup
}

// openTerminal starts the program in a terminal of the given size, with nothing of the user's environment.
func openTerminal(t testing.TB, cols, rows int, args ...string) *terminal {
	t.Helper()
	return openTerminalWith(t, nil, cols, rows, args...)
}

// openTerminalWith adds to the program's environment.
func openTerminalWith(t testing.TB, env []string, cols, rows int, args ...string) *terminal {
	t.Helper()
	program := os.Getenv(builtBinary)
	if program == "" {
		program = os.Args[0]
	}
	x := &terminal{
		t: t, cmd: exec.Command(program, args...), //nolint:gosec // our own binary
		screen: vt.NewSafeEmulator(cols, rows), changed: make(chan struct{}),
	}
	home := t.TempDir()
	x.cmd.Env = []string{
		asMain + "=1", "TERM=xterm-256color", "COLORTERM=truecolor", "LANG=C.UTF-8", "TZ=Europe/Paris",
		"HOME=" + home, "XDG_CONFIG_HOME=" + home, "PATH=/nonexistent",
	}
	x.cmd.Env = append(x.cmd.Env, env...)
	x.cmd.Dir = home
	tty, err := pty.StartWithSize(x.cmd, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)})
	if err != nil {
		t.Fatalf("start %s: %v", program, err)
	}
	x.tty = tty
	x.drained.Add(1)
	go x.show()
	go func() { _, _ = io.Copy(tty, x.screen) }() // the terminal's answers to the program's questions
	t.Cleanup(x.close)
	return x
}

// show feeds the program's output to the screen until it ends.
func (x *terminal) show() {
	defer x.drained.Done()
	buffer := make([]byte, 64<<10)
	for {
		n, err := x.tty.Read(buffer)
		if n > 0 {
			_, _ = x.screen.Write(buffer[:n])
		}
		x.mu.Lock()
		x.raw = append(x.raw, buffer[:n]...)
		x.ended = err != nil
		close(x.changed)
		x.changed = make(chan struct{})
		x.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// text is what the screen shows, a line per row, without colours.
func (x *terminal) text() string { return ansi.Strip(x.screen.Render()) }

// output is all that the program has written.
func (x *terminal) output() string {
	x.mu.Lock()
	defer x.mu.Unlock()
	return string(x.raw)
}

// waitFor waits until the screen shows all of the texts, and returns it.
func (x *terminal) waitFor(texts ...string) string {
	x.t.Helper()
	return x.waitUntil("shows "+strings.Join(texts, " + "), func(screen string) bool {
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

// waitUntil waits until the screen is as wanted, and returns it.
func (x *terminal) waitUntil(want string, ok func(screen string) bool) string {
	x.t.Helper()
	late := time.NewTimer(patience)
	defer late.Stop()
	for {
		x.mu.Lock()
		changed, ended := x.changed, x.ended
		x.mu.Unlock()
		screen := x.text()
		if ok(screen) {
			return screen
		}
		if ended {
			x.t.Fatalf("the program ended before the screen %s; it showed:\n%s", want, screen)
		}
		select {
		case <-changed:
		case <-late.C:
			x.t.Fatalf("the screen never %s; it shows:\n%s", want, screen)
		}
	}
}

// press types keys as bytes.
func (x *terminal) press(keys ...string) {
	x.t.Helper()
	for _, key := range keys {
		if _, err := io.WriteString(x.tty, key); err != nil {
			x.t.Fatalf("press %q: %v", key, err)
		}
	}
}

// resize changes the terminal's size.
func (x *terminal) resize(cols, rows int) {
	x.t.Helper()
	x.screen.Resize(cols, rows)
	if err := pty.Setsize(x.tty, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)}); err != nil {
		x.t.Fatalf("resize: %v", err)
	}
}

// exit waits for the program's end and returns its exit code.
func (x *terminal) exit() int {
	x.t.Helper()
	late := time.AfterFunc(patience, func() { _ = x.cmd.Process.Kill() })
	defer late.Stop()
	x.drained.Wait()
	err := x.cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		x.t.Fatalf("wait for the program: %v", err)
	}
	return x.cmd.ProcessState.ExitCode()
}

func (x *terminal) close() {
	if x.cmd.ProcessState == nil {
		_ = x.cmd.Process.Signal(syscall.SIGKILL)
		_ = x.cmd.Wait()
	}
	_ = x.tty.Close()
	if input, ok := x.screen.InputPipe().(io.Closer); ok {
		_ = input.Close() // ends its reader; the emulator's own Close races with it
	}
}
