package sandbox

import (
	"strconv"
	"strings"
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

func programCut(c *command) int {
	opts, operands := c.flags("dfcb")
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
		c.warn("you must specify a list of bytes, characters, or fields")
		return 1
	}
	return c.eachInput(operands, func(_ string, data []byte) {
		c.Step(len(data) >> 12)
		for _, line := range lines(data) {
			if byChar {
				var out []rune
				for i, r := range []rune(line) {
					if inRanges(ranges(chars), i+1) {
						out = append(out, r)
					}
				}
				c.print(string(out) + "\n")
				continue
			}
			if !strings.Contains(line, sep) {
				if !has(opts, "s") {
					c.print(line + "\n")
				}
				continue
			}
			var out []string
			for i, field := range strings.Split(line, sep) {
				if inRanges(ranges(fields), i+1) {
					out = append(out, field)
				}
			}
			c.print(strings.Join(out, sep) + "\n")
		}
	})
}

func programTr(c *command) int {
	opts, operands := c.flags("")
	if len(operands) == 0 {
		c.warn("missing operand")
		return 1
	}
	from := trSet(operands[0])
	in := map[rune]int{}
	for i, r := range from {
		if _, ok := in[r]; !ok {
			in[r] = i
		}
	}
	member := func(r rune) bool { return isIn(in, r) != has(opts, "cC") }
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
	for _, r := range c.readAll() {
		if member(r) {
			if has(opts, "d") {
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
		if has(opts, "s") && r == last && squeeze(r) {
			continue
		}
		last = r
		sb.WriteRune(r)
	}
	c.print(sb.String())
	return 0
}

func isIn(m map[rune]int, r rune) bool {
	_, ok := m[r]
	return ok
}

// trSet expands a-z, [:upper:] and escapes.
func trSet(text string) []rune {
	text, _ = unescape(text)
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
