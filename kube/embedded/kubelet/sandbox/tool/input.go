package tool

import (
	"bytes"
	"math"
	"strings"
	"syscall"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
)

// readFile reads at most so many bytes of a file or device.
func (c *Command) readFile(name string, most int) ([]byte, error) {
	f, err := c.Open(name, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	return f.ReadAll(most)
}

// ReadAll reads standard input to its end.
func (c *Command) ReadAll() string {
	in := c.Stream(0)
	if in == nil {
		return ""
	}
	data, _ := in.ReadAll(math.MaxInt)
	return string(data)
}

// EachInput calls do with the content of each operand, and of standard input for "-" or if there are no operands. It returns the exit
// status.
func (c *Command) EachInput(operands []string, do func(name string, data []byte)) int {
	return c.EachBeginning(operands, math.MaxInt, do)
}

// EachBeginning is EachInput with at most most bytes of each.
func (c *Command) EachBeginning(operands []string, most int, do func(name string, data []byte)) int {
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
			c.Warn("%s: %s", name, files.Message(err))
			status = 1
			continue
		}
		do(name, data)
	}
	return status
}

// Lines splits text into lines without their ends.
func Lines(data []byte) []string {
	if len(data) == 0 {
		return nil
	}
	return strings.Split(string(bytes.TrimSuffix(data, []byte("\n"))), "\n")
}

// Each calls do with each operand, warns of what fails, and returns the exit status.
func (c *Command) Each(operands []string, do func(name string) error) int {
	status := 0
	if len(operands) == 0 {
		c.Warn("missing operand")
		return 1
	}
	for _, name := range operands {
		c.Step(1)
		err := do(name)
		if name == "" && err == nil {
			err = syscall.ENOENT
		}
		if err != nil {
			c.Warn("%s: %s", name, files.Message(err))
			status = 1
		}
	}
	return status
}
