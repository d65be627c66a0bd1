package text

import (
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// ranges reads 1,3-5,7- as pairs of first and last, 1-based.
func ranges(text string) [][2]int {
	var list [][2]int
	for _, part := range strings.Split(text, ",") {
		from, to, isRange := strings.Cut(part, "-")
		a, _ := strconv.Atoi(from)
		b := a
		if isRange {
			if b, _ = strconv.Atoi(to); to == "" {
				b = 1 << 30
			}
		}
		list = append(list, [2]int{max(a, 1), b})
	}
	return list
}

func inRanges(list [][2]int, n int) bool {
	for _, r := range list {
		if n >= r[0] && n <= r[1] {
			return true
		}
	}
	return false
}

// Cut prints fields or characters of lines.
func Cut(c *tool.Command) int {
	opts, operands := c.Flags("dfcb")
	sep := "\t"
	if d, ok := opts['d']; ok && d != "" {
		sep = d
	}
	fields, byField := opts['f']
	chars, byChar := opts['c']
	if b, ok := opts['b']; ok {
		chars, byChar = b, true
	}
	if !byField && !byChar {
		c.Warn("you must specify a list of bytes, characters, or fields")
		return 1
	}
	return c.EachInput(operands, func(_ string, data []byte) {
		c.Step(len(data) >> 12)
		for _, line := range tool.Lines(data) {
			if byChar {
				var out []rune
				for i, r := range []rune(line) {
					if inRanges(ranges(chars), i+1) {
						out = append(out, r)
					}
				}
				c.Print(string(out) + "\n")
				continue
			}
			if !strings.Contains(line, sep) {
				if !opts.Has("s") {
					c.Print(line + "\n")
				}
				continue
			}
			var out []string
			for i, field := range strings.Split(line, sep) {
				if inRanges(ranges(fields), i+1) {
					out = append(out, field)
				}
			}
			c.Print(strings.Join(out, sep) + "\n")
		}
	})
}
