package sandbox

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"path"
	"strings"
	"syscall"
)

// program is a command that is simulated faithfully, over the in-memory files.
type program func(c *command) int

// programs by name; filled by the files that define them.
var programs map[string]program

// command is one run of a program.
type command struct {
	toolProcess
	Args []string // the program's name first
}

// brokenPipe unwinds a program that writes into a pipe nobody reads.
type brokenPipe struct{}

func (s *shell) command(run program, args []string) (status int) {
	defer func() {
		switch why := recover().(type) {
		case nil:
		case brokenPipe:
			status = 141
		default:
			panic(why)
		}
	}()
	return run(&command{toolProcess: process{s, s.takeOver()}, Args: args})
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

// readFile reads at most so many bytes of a file or device.
func (c *command) readFile(name string, most int) ([]byte, error) {
	f, err := c.Open(name, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return f.ReadAll(most)
}

// readAll reads standard input to its end.
func (c *command) readAll() string {
	in := c.Stream(0)
	if in == nil {
		return ""
	}
	data, _ := in.ReadAll(math.MaxInt)
	return string(data)
}

// flags splits arguments into single-letter options and operands. Letters in valued take a value, attached or as the
// next argument.
func (c *command) flags(valued string) (opts map[byte]string, operands []string) {
	opts = map[byte]string{}
	rest := c.Args[1:]
	for len(rest) > 0 {
		arg := rest[0]
		rest = rest[1:]
		if arg == "--" {
			return opts, append(operands, rest...)
		}
		if len(arg) < 2 || arg[0] != '-' {
			operands = append(operands, arg)
			continue
		}
		if strings.HasPrefix(arg, "--") {
			name, value, _ := strings.Cut(arg[2:], "=")
			if long, ok := longFlags[path.Base(c.Args[0])+" "+name]; ok {
				opts[long] = value
			}
			continue
		}
		for i := 1; i < len(arg); i++ {
			if strings.IndexByte(valued, arg[i]) < 0 {
				opts[arg[i]] = ""
				continue
			}
			value := arg[i+1:]
			if value == "" && len(rest) > 0 {
				value, rest = rest[0], rest[1:]
			}
			opts[arg[i]] = value
			break
		}
	}
	return opts, operands
}

var longFlags = map[string]byte{
	"grep quiet": 'q', "grep invert-match": 'v', "grep ignore-case": 'i', "grep count": 'c',
	"head lines": 'n', "tail lines": 'n', "head bytes": 'c', "tail bytes": 'c', "tail follow": 'f',
	"sort reverse": 'r', "sort unique": 'u', "sort numeric-sort": 'n', "mkdir parents": 'p', "rm recursive": 'r',
	"rm force": 'f', "cp recursive": 'r', "wc lines": 'l', "wc words": 'w', "wc bytes": 'c', "ls all": 'a',
	"touch no-create": 'c', "uniq count": 'c', "tee append": 'a', "du summarize": 's', "ln symbolic": 's',
	"base64 decode": 'd', "cut delimiter": 'd', "cut fields": 'f', "sed quiet": 'n', "sed expression": 'e',
	"date utc": 'u', "date date": 'd', "env ignore-environment": 'i', "timeout signal": 's', "timeout kill-after": 'k',
}

// eachInput calls do with the content of each operand, or of standard input when there is none or it is "-".
func (c *command) eachInput(operands []string, do func(name string, data []byte)) int {
	return c.eachBeginning(operands, math.MaxInt, do)
}

// eachBeginning is eachInput with at most so many bytes of each.
func (c *command) eachBeginning(operands []string, most int, do func(name string, data []byte)) int {
	if len(operands) == 0 {
		operands = []string{"-"}
	}
	status := 0
	for _, name := range operands {
		if name == "-" {
			var data []byte
			if in := c.Stream(0); in != nil {
				data, _ = in.ReadAll(most)
			}
			do("-", data)
			continue
		}
		data, err := c.readFile(name, most)
		if err != nil {
			c.warn("%s: %s", name, message(err))
			status = 1
			continue
		}
		do(name, data)
	}
	return status
}

// lines splits text into lines without their ends.
func lines(data []byte) []string {
	if len(data) == 0 {
		return nil
	}
	return strings.Split(string(bytes.TrimSuffix(data, []byte("\n"))), "\n")
}

// has says whether any of the letters was given.
func has(opts map[byte]string, letters string) bool {
	for i := range len(letters) {
		if _, ok := opts[letters[i]]; ok {
			return true
		}
	}
	return false
}
