package sandbox

import (
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

func programHead(c *command) int {
	opts, operands := c.flags("nc")
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
		return c.eachBeginning(operands, max(most, 0), func(_ string, data []byte) { c.print(string(data)) })
	}
	if len(operands) == 0 && n >= 0 {
		// Line by line, so that an endless producer is not waited for.
		for range n {
			line, ended, ok := c.Stream(0).ReadLine()
			if !ok {
				break
			}
			c.print(line + map[bool]string{true: "\n"}[ended])
		}
		return 0
	}
	return c.eachInput(operands, func(name string, data []byte) {
		if len(operands) > 1 && !has(opts, "q") {
			c.printf("==> %s <==\n", name)
		}
		all := strings.SplitAfter(string(data), "\n")
		if n < 0 {
			all = all[:max(0, len(lines(data))+n)]
		} else {
			all = all[:min(n, len(all))]
		}
		c.print(strings.Join(all, ""))
	})
}

func programTail(c *command) int {
	opts, operands := c.flags("ncs")
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
	status := c.eachInput(operands, func(_ string, data []byte) {
		if has(opts, "c") {
			c.print(string(data[max(0, len(data)-n):]))
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
		c.print(strings.Join(all, ""))
	})
	if has(opts, "fF") && len(operands) > 0 {
		if operands[0] == "/dev/null" {
			for {
				c.Sleep(forever)
			}
		}
		return c.followFile(operands[0])
	}
	return status
}

// followFile prints what is appended to a file, looking once a second as tail does.
func (c *command) followFile(name string) int {
	info, err := c.fs().Stat(c.Abs(name), true)
	if err != nil {
		return 1
	}
	seen := int(info.size)
	for {
		c.Sleep(time.Second)
		data, err := c.fs().ReadFile(c.Abs(name))
		if err != nil {
			continue
		}
		if len(data) < seen {
			seen = 0
		}
		if len(data) > seen {
			c.print(string(data[seen:]))
			seen = len(data)
		}
	}
}

func programWc(c *command) int {
	opts, operands := c.flags("")
	show := func(data []byte, name string) {
		var cols []string
		if !has(opts, "lwcm") || has(opts, "l") {
			cols = append(cols, strconv.Itoa(strings.Count(string(data), "\n")))
		}
		if !has(opts, "lwcm") || has(opts, "w") {
			cols = append(cols, strconv.Itoa(len(strings.Fields(string(data)))))
		}
		if !has(opts, "lwcm") || has(opts, "c") {
			cols = append(cols, strconv.Itoa(len(data)))
		}
		if has(opts, "m") {
			cols = append(cols, strconv.Itoa(utf8.RuneCount(data)))
		}
		if name != "-" {
			cols = append(cols, name)
		}
		c.print(strings.Join(cols, " ") + "\n")
	}
	var all []byte
	status := c.eachInput(operands, func(name string, data []byte) {
		show(data, name)
		all = append(all, data...)
	})
	if len(operands) > 1 {
		show(all, "total")
	}
	return status
}

func programTee(c *command) int {
	opts, operands := c.flags("")
	flags := openWrite | openCreate | openTruncate
	if has(opts, "a") {
		flags = openWrite | openCreate | openAppend
	}
	var outs []toolStream
	status := 0
	for _, name := range operands {
		f, err := c.Open(name, flags)
		if err != nil {
			c.warn("%s: %s", name, message(err))
			status = 1
			continue
		}
		defer func() { _ = f.Close() }()
		outs = append(outs, f)
	}
	buf := make([]byte, 4096)
	for in := c.Stream(0); in != nil; {
		n, err := in.Read(buf)
		if n > 0 {
			for _, f := range outs {
				_, _ = f.Write(buf[:n])
			}
			c.print(string(buf[:n]))
		}
		if err != nil {
			break
		}
	}
	return status
}

func programRev(c *command) int {
	_, operands := c.flags("")
	return c.eachInput(operands, func(_ string, data []byte) {
		for _, line := range lines(data) {
			rs := []rune(line)
			for i, j := 0, len(rs)-1; i < j; i, j = i+1, j-1 {
				rs[i], rs[j] = rs[j], rs[i]
			}
			c.print(string(rs) + "\n")
		}
	})
}

func programBasename(c *command) int {
	if len(c.Args) < 2 {
		c.warn("missing operand")
		return 1
	}
	name := path.Base(c.Args[1])
	if len(c.Args) > 2 && name != c.Args[2] {
		name = strings.TrimSuffix(name, c.Args[2])
	}
	c.print(name + "\n")
	return 0
}

func programDirname(c *command) int {
	for _, arg := range c.Args[1:] {
		c.print(path.Dir(strings.TrimRight(arg, "/")) + "\n")
	}
	return boolStatus(len(c.Args) > 1)
}

func programSeq(c *command) int {
	opts, _ := c.flags("sf")
	var nums []float64
	var words []string
	for i := 1; i < len(c.Args); i++ {
		if arg := c.Args[i]; arg == "-s" || arg == "-f" {
			i++
		} else if x, err := strconv.ParseFloat(arg, 64); err == nil {
			nums, words = append(nums, x), append(words, arg)
		}
	}
	first, step, last := 1.0, 1.0, 0.0
	switch len(nums) {
	case 1:
		last = nums[0]
	case 2:
		first, last = nums[0], nums[1]
	case 3:
		first, step, last = nums[0], nums[1], nums[2]
	default:
		c.warn("invalid arguments")
		return 1
	}
	if step == 0 || step != step {
		c.warn("invalid Zero increment value: '0'")
		return 1
	}
	digits, width := 0, 0
	for _, w := range words {
		if _, frac, ok := strings.Cut(w, "."); ok {
			digits = min(max(digits, len(frac)), 20)
		}
		width = max(width, len(w))
	}
	sep, joined := opts['s']
	for i := 0; ; i++ {
		x := first + float64(i)*step
		if step > 0 && x > last+1e-9 || step < 0 && x < last-1e-9 {
			if joined && i > 0 {
				c.print("\n")
			}
			return 0
		}
		text := strconv.FormatFloat(x, 'f', digits, 64)
		if has(opts, "w") {
			text = fmt.Sprintf("%0*s", min(width, 64), text)
		}
		if !joined {
			c.print(text + "\n")
		} else if i > 0 {
			c.print(sep + text)
		} else {
			c.print(text)
		}
	}
}
