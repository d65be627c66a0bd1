package sandbox

import (
	"bytes"
	"math"
	"strings"
	"syscall"
)

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

// each does something with each operand and reports what fails.
func (c *command) each(operands []string, do func(name string) error) int {
	status := 0
	if len(operands) == 0 {
		c.warn("missing operand")
		return 1
	}
	for _, name := range operands {
		c.Step(1)
		err := do(name)
		if name == "" && err == nil {
			err = syscall.ENOENT
		}
		if err != nil {
			c.warn("%s: %s", name, message(err))
			status = 1
		}
	}
	return status
}
