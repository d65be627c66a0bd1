package tool_test

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// shout is a tool: shout [-n] [FILE]... prints text in capitals, with -n without its line ends.
func shout(c *tool.Command) int {
	opts, operands := c.Flags("")
	return c.EachInput(operands, func(_ string, data []byte) {
		for _, line := range tool.Lines(data) {
			c.Step(1)
			c.Print(strings.ToUpper(line))
			if !opts.Has("n") {
				c.Print("\n")
			}
		}
	})
}

// A tool is one function and one line in the table of package tools: "shout": text.Shout.
func ExampleFunc() {
	p := &process{in: "a quiet line\nand another\n"}
	status := tool.Func(shout).Run(p, []string{"shout"})
	fmt.Printf("%s%d steps, status %d\n", &p.out, p.steps, status)

	p = &process{in: "a quiet line\nand another\n"}
	tool.Func(shout).Run(p, []string{"shout", "-n"})
	fmt.Println(&p.out)
	// Output:
	// A QUIET LINE
	// AND ANOTHER
	// 6 steps, status 0
	// A QUIET LINEAND ANOTHER
}

// process has as much of a process as the example needs: its standard streams and a count of steps.
type process struct {
	tool.Process
	in    string
	out   bytes.Buffer
	steps int
}

func (p *process) Step(n int)             { p.steps += n }
func (p *process) Stream(int) tool.Stream { return standard{p} }

type standard struct{ p *process }

func (s standard) Read([]byte) (int, error)       { return 0, nil }
func (s standard) Write(b []byte) (int, error)    { return s.p.out.Write(b) }
func (s standard) Close() error                   { return nil }
func (s standard) ReadAll(int) ([]byte, error)    { return []byte(s.p.in), nil }
func (s standard) ReadLine() (string, bool, bool) { return "", false, false }
