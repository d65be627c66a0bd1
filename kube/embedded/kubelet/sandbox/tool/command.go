package tool

import (
	"errors"
	"fmt"
	"path"
	"syscall"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
)

// Func is a command that is simulated faithfully, over the in-memory files.
type Func func(c *Command) int

// Command is one run of a program.
type Command struct {
	Process
	Args []string // the program's name first
}

// brokenPipe unwinds a program that writes into a pipe nobody reads.
type brokenPipe struct{}

// Run runs the program with its arguments, its name first, and returns its exit status.
func (run Func) Run(p Process, args []string) (status int) {
	defer func() {
		switch why := recover().(type) {
		case nil:
		case brokenPipe:
			status = 141
		default:
			panic(why)
		}
	}()
	return run(&Command{Process: p, Args: args})
}

// Print writes to standard output; a failure ends the program.
func (c *Command) Print(text string) {
	out := c.Stream(1)
	if out == nil {
		return
	}
	c.Step(1 + len(text)>>10)
	if _, err := out.Write([]byte(text)); errors.Is(err, syscall.EPIPE) {
		panic(brokenPipe{})
	} else if err != nil {
		c.Warn("write error: %s", files.Message(err))
		panic(brokenPipe{})
	}
}

func (c *Command) Printf(format string, args ...any) { c.Print(fmt.Sprintf(format, args...)) }

// Warn prints "program: message" to standard error.
func (c *Command) Warn(format string, args ...any) {
	c.Errorf("%s: %s\n", path.Base(c.Args[0]), fmt.Sprintf(format, args...))
}

func (c *Command) FS() *files.FS { return c.Container().FS }

func Status(ok bool) int {
	if ok {
		return 0
	}
	return 1
}
