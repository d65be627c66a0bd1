package printf

import (
	"fmt"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// flags is the flags, width and precision of a conversion, as Go's fmt takes them.
type flags string

func directive(layout string, i int, next func() string) (d flags, verb byte, end int) {
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
	return flags(sb.String()), verb, i
}

func (d flags) apply(verb byte, next func() string, number func(string) int64) (text string, stop bool) {
	switch verb {
	case 's':
		return fmt.Sprintf("%"+string(d)+"s", next()), false
	case 'b':
		t, stop := Unescape(next())
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
