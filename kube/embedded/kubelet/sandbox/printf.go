package sandbox

import (
	"fmt"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

const (
	maxWidth = 4096    // of one conversion
	maxText  = 1 << 20 // bytes of the result
)

// accounts are where computing and memory are accounted for.
type accounts interface {
	Step(n int)
	ExceedMemory(what string) // does not return
}

// unescape resolves the escapes of echo -e and printf %b; stop is set by \c.
func unescape(text string) (res string, stop bool) {
	if strings.IndexByte(text, '\\') < 0 {
		return text, false
	}
	var sb strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			sb.WriteByte(text[i])
			continue
		}
		i++
		digits := func(most, base int) {
			j := i + 1
			for j < len(text) && j <= i+most && strings.IndexByte("0123456789abcdefABCDEF"[:min(22, base+base/16*6)], text[j]) >= 0 {
				j++
			}
			n, _ := strconv.ParseUint(text[i+1:j], base, 32)
			sb.WriteByte(byte(n))
			i = j - 1
		}
		switch c := text[i]; c {
		case 'a':
			sb.WriteByte('\a')
		case 'b':
			sb.WriteByte('\b')
		case 'c':
			return sb.String(), true
		case 'e':
			sb.WriteByte(0x1b)
		case 'f':
			sb.WriteByte('\f')
		case 'n':
			sb.WriteByte('\n')
		case 'r':
			sb.WriteByte('\r')
		case 't':
			sb.WriteByte('\t')
		case 'v':
			sb.WriteByte('\v')
		case '\\':
			sb.WriteByte('\\')
		case '0':
			digits(3, 8)
		case 'x':
			digits(2, 16)
		default:
			sb.WriteByte('\\')
			sb.WriteByte(c)
		}
	}
	return sb.String(), false
}

// format is printf(1): the format is used again while arguments are left. bad is an argument that is no number.
func format(a accounts, layout string, args []string) (text, bad string) {
	var sb strings.Builder
	next := func() string {
		if len(args) == 0 {
			return ""
		}
		arg := args[0]
		args = args[1:]
		return arg
	}
	number := func(arg string) int64 {
		n, ok := parseNumber(arg)
		if !ok && arg != "" {
			bad = arg
		}
		return n
	}
	for {
		before := len(args)
		for i := 0; i < len(layout); i++ {
			if sb.Len() > maxText {
				a.ExceedMemory("printf")
			}
			switch {
			case layout[i] == '\\' && i+1 < len(layout):
				end := i + 2
				for end < len(layout) && end < i+5 && strings.IndexByte("01234567", layout[i+1]) >= 0 &&
					strings.IndexByte("01234567", layout[end]) >= 0 {
					end++
				}
				if layout[i+1] == 'x' {
					end = min(i+4, len(layout))
				}
				esc := layout[i:end]
				if strings.IndexByte("1234567", layout[i+1]) >= 0 {
					esc = `\0` + esc[1:]
				}
				if layout[i+1] == '"' || layout[i+1] == '\'' {
					esc = esc[1:]
				}
				t, stop := unescape(esc)
				sb.WriteString(t)
				if stop {
					return sb.String(), bad
				}
				i = end - 1
			case layout[i] != '%':
				sb.WriteByte(layout[i])
			case i+1 < len(layout) && layout[i+1] == '%':
				sb.WriteByte('%')
				i++
			default:
				d, verb, end := directive(layout, i+1, next)
				i = end
				if t, stop := d.apply(verb, next, number); stop {
					sb.WriteString(t)
					return sb.String(), bad
				} else {
					sb.WriteString(t)
				}
			}
		}
		if len(args) == 0 || len(args) == before {
			return sb.String(), bad
		}
		a.Step(1)
	}
}

// spec is a conversion's flags, width and precision as Go's fmt writes them.
type spec string

func directive(layout string, i int, next func() string) (d spec, verb byte, end int) {
	var sb strings.Builder
	for i < len(layout) && strings.IndexByte("-+ #0", layout[i]) >= 0 {
		sb.WriteByte(layout[i])
		i++
	}
	count := func() {
		n := 0
		if i < len(layout) && layout[i] == '*' {
			n, _ = strconv.Atoi(next())
			i++
		}
		for i < len(layout) && layout[i] >= '0' && layout[i] <= '9' {
			n = min(n*10+int(layout[i]-'0'), maxWidth)
			i++
		}
		if n = min(max(n, -maxWidth), maxWidth); n != 0 {
			sb.WriteString(strconv.Itoa(n))
		}
	}
	count()
	if i < len(layout) && layout[i] == '.' {
		i++
		sb.WriteByte('.')
		count()
	}
	for i < len(layout) && (layout[i] == 'l' || layout[i] == 'h') {
		i++
	}
	if i < len(layout) {
		verb = layout[i]
	}
	return spec(sb.String()), verb, i
}

func (d spec) apply(verb byte, next func() string, number func(string) int64) (text string, stop bool) {
	switch verb {
	case 's':
		return fmt.Sprintf("%"+string(d)+"s", next()), false
	case 'b':
		t, stop := unescape(next())
		return fmt.Sprintf("%"+string(d)+"s", t), stop
	case 'q':
		q, err := syntax.Quote(next(), syntax.LangBash)
		if err != nil {
			q = "''"
		}
		return q, false
	case 'c':
		arg := next()
		return fmt.Sprintf("%"+string(d)+"s", arg[:min(1, len(arg))]), false
	case 'd', 'i':
		return fmt.Sprintf("%"+string(d)+"d", number(next())), false
	case 'u':
		return fmt.Sprintf("%"+string(d)+"d", uint64(number(next()))), false
	case 'o', 'x', 'X':
		return fmt.Sprintf("%"+string(d)+string(verb), uint64(number(next()))), false
	case 'e', 'E', 'f', 'F', 'g', 'G':
		x, _ := strconv.ParseFloat(strings.TrimSpace(next()), 64)
		return fmt.Sprintf("%"+string(d)+string(verb), x), false
	}
	return "%" + string(d) + string(verb), false
}

// parseNumber reads a decimal, octal or hexadecimal number, or 'c for a character's code.
func parseNumber(arg string) (int64, bool) {
	if len(arg) > 1 && (arg[0] == '\'' || arg[0] == '"') {
		return int64([]rune(arg[1:])[0]), true
	}
	n, err := strconv.ParseInt(strings.TrimSpace(arg), 0, 64)
	return n, err == nil
}
