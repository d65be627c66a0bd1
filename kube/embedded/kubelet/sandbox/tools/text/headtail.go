package text

import (
	"strconv"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/timefmt"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Head prints the first lines or bytes.
func Head(c *tool.Command) int {
	opts, operands := c.Flags("nc")
	n := 10
	for letter := range opts { // head -5
		if letter >= '0' && letter <= '9' {
			n, _ = strconv.Atoi(strings.TrimPrefix(c.Args[1], "-"))
		}
	}
	if v, ok := opts['n']; ok {
		n, _ = strconv.Atoi(v)
	}
	if v, ok := opts['c']; ok {
		most, _ := strconv.Atoi(v)
		return c.EachBeginning(operands, max(most, 0), func(_ string, data []byte) { c.Print(string(data)) })
	}
	if len(operands) == 0 && n >= 0 {
		// Line by line, so as not to wait for an endless producer.
		for range n {
			line, ended, ok := c.Stream(0).ReadLine()
			if !ok {
				break
			}
			c.Print(line + map[bool]string{true: "\n"}[ended])
		}
		return 0
	}
	return c.EachInput(operands, func(name string, data []byte) {
		if len(operands) > 1 && !opts.Has("q") {
			c.Printf("==> %s <==\n", name)
		}
		all := strings.SplitAfter(string(data), "\n")
		if n < 0 {
			all = all[:max(0, len(tool.Lines(data))+n)]
		} else {
			all = all[:min(n, len(all))]
		}
		c.Print(strings.Join(all, ""))
	})
}

// Tail prints the last lines or bytes, and follows a file.
func Tail(c *tool.Command) int {
	opts, operands := c.Flags("ncs")
	n, from := 10, false
	for letter := range opts {
		if letter >= '0' && letter <= '9' {
			n, _ = strconv.Atoi(strings.TrimPrefix(c.Args[1], "-"))
		}
	}
	count := opts['n']
	if v, ok := opts['c']; ok {
		count = v
	}
	if count != "" {
		from = strings.HasPrefix(count, "+")
		n, _ = strconv.Atoi(strings.TrimLeft(count, "+-"))
	}
	status := c.EachInput(operands, func(_ string, data []byte) {
		if opts.Has("c") {
			c.Print(string(data[max(0, len(data)-n):]))
			return
		}
		all := strings.SplitAfter(string(data), "\n")
		if all[len(all)-1] == "" {
			all = all[:len(all)-1]
		}
		if from {
			all = all[min(max(n-1, 0), len(all)):]
		} else {
			all = all[max(0, len(all)-n):]
		}
		c.Print(strings.Join(all, ""))
	})
	if opts.Has("fF") && len(operands) > 0 {
		if operands[0] == "/dev/null" {
			for {
				c.Sleep(timefmt.Forever)
			}
		}
		return followFile(c, operands[0])
	}
	return status
}

// followFile prints what is appended to a file, looking once a second as tail does.
func followFile(c *tool.Command, name string) int {
	info, err := c.FS().Stat(c.Abs(name), true)
	if err != nil {
		return 1
	}
	seen := int(info.Size())
	for {
		c.Sleep(time.Second)
		data, err := c.FS().ReadFile(c.Abs(name))
		if err != nil {
			continue
		}
		if len(data) < seen {
			seen = 0
		}
		if len(data) > seen {
			c.Print(string(data[seen:]))
			seen = len(data)
		}
	}
}
