package text

import (
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/printf"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Tr replaces or deletes characters.
func Tr(c *tool.Command) int {
	opts, operands := c.Flags("")
	if len(operands) == 0 {
		c.Warn("missing operand")
		return 1
	}
	from := trSet(operands[0])
	in := map[rune]int{}
	for i, r := range from {
		if _, ok := in[r]; !ok {
			in[r] = i
		}
	}
	member := func(r rune) bool { return isIn(in, r) != opts.Has("cC") }
	var to []rune
	if len(operands) > 1 {
		to = trSet(operands[1])
	}
	squeeze := func(r rune) bool { return member(r) }
	if len(operands) > 1 {
		set := map[rune]bool{}
		for _, r := range to {
			set[r] = true
		}
		squeeze = func(r rune) bool { return set[r] }
	}
	var sb strings.Builder
	last := rune(-1)
	for _, r := range c.ReadAll() {
		if member(r) {
			if opts.Has("d") {
				continue
			}
			if len(to) > 0 {
				i, ok := in[r]
				if !ok {
					i = len(to) - 1
				}
				r = to[min(i, len(to)-1)]
			}
		}
		if opts.Has("s") && r == last && squeeze(r) {
			continue
		}
		last = r
		sb.WriteRune(r)
	}
	c.Print(sb.String())
	return 0
}

func isIn(m map[rune]int, r rune) bool {
	_, ok := m[r]
	return ok
}

// trSet expands a-z, [:upper:] and escapes.
func trSet(text string) []rune {
	text, _ = printf.Unescape(text)
	for name, chars := range map[string]string{
		"[:upper:]": "A-Z", "[:lower:]": "a-z", "[:digit:]": "0-9", "[:alpha:]": "A-Za-z", "[:alnum:]": "A-Za-z0-9",
		"[:space:]": " \t\n\v\f\r", "[:blank:]": " \t", "[:punct:]": "!-/:-@[-`{-~",
	} {
		text = strings.ReplaceAll(text, name, chars)
	}
	var set []rune
	rs := []rune(text)
	for i := 0; i < len(rs) && len(set) < 4096; i++ {
		if i+2 < len(rs) && rs[i+1] == '-' && rs[i+2] >= rs[i] && rs[i+2]-rs[i] < 4096 {
			for r := rs[i]; r <= rs[i+2]; r++ {
				set = append(set, r)
			}
			i += 2
			continue
		}
		set = append(set, rs[i])
	}
	return set
}
