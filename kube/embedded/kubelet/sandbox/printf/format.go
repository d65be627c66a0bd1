// Package printf formats text as printf(1) does, and resolves the escapes of echo -e. It prints nothing.
package printf

import "strings"

const (
	maxWidth = 4096    // of one conversion
	maxText  = 1 << 20 // bytes of the result
)

// Accounts accounts for the computing and memory that formatting takes.
type Accounts interface {
	Step(n int)
	ExceedMemory(what string) // does not return
}

// Format formats arguments as printf(1) does: it uses the layout again as long as arguments are left. bad is an argument that should
// be a number and is none.
func Format(a Accounts, layout string, args []string) (text, bad string) {
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
				t, stop := Unescape(esc)
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
