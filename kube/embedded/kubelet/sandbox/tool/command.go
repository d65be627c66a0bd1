package tool

import (
	"errors"
	"fmt"
	"path"
	"syscall"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
)

// Func is a simulated tool. It returns its exit status.
type Func func(c *Command) int

// Command is one run of a tool.
type Command struct {
	Process
	Args []string // the tool's name first
}

// brokenPipe unwinds a tool that writes into a pipe that nobody reads.
type brokenPipe struct{}

// Run runs the tool on a process and returns its exit status; args begin with its name.
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

// Print writes to standard output. A failure ends the tool.
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

// Printf is Print with a format.
func (c *Command) Printf(format string, args ...any) { c.Print(fmt.Sprintf(format, args...)) }

// Warn writes "tool: message" to standard error.
func (c *Command) Warn(format string, args ...any) {
	c.Errorf("%s: %s\n", path.Base(c.Args[0]), fmt.Sprintf(format, args...))
}

// FS returns the container's files.
func (c *Command) FS() *files.FS { return c.Container().FS }

// Status returns the exit status that stands for true or false.
func Status(ok bool) int {
	if ok {
		return 0
	}
	return 1
}
