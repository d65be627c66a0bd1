package sandbox

import (
	"errors"
	"fmt"
	"path"
	"syscall"
)

// program is a command that is simulated faithfully, over the in-memory files.
type program func(c *command) int

// command is one run of a program.
type command struct {
	toolProcess
	Args []string // the program's name first
}

// brokenPipe unwinds a program that writes into a pipe nobody reads.
type brokenPipe struct{}

// run runs the program with its arguments, its name first, and returns its exit status.
func (run program) run(p toolProcess, args []string) (status int) {
	defer func() {
		switch why := recover().(type) {
		case nil:
		case brokenPipe:
			status = 141
		default:
			panic(why)
		}
	}()
	return run(&command{toolProcess: p, Args: args})
}

// print writes to standard output; a failure ends the program.
func (c *command) print(text string) {
	out := c.Stream(1)
	if out == nil {
		return
	}
	c.Step(1 + len(text)>>10)
	if _, err := out.Write([]byte(text)); errors.Is(err, syscall.EPIPE) {
		panic(brokenPipe{})
	} else if err != nil {
		c.warn("write error: %s", message(err))
		panic(brokenPipe{})
	}
}

func (c *command) printf(format string, args ...any) { c.print(fmt.Sprintf(format, args...)) }

// warn prints "program: message" to standard error.
func (c *command) warn(format string, args ...any) {
	c.Errorf("%s: %s\n", path.Base(c.Args[0]), fmt.Sprintf(format, args...))
}

func (c *command) fs() *FS { return c.Container().FS }
