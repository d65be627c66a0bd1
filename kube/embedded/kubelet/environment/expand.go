package environment

import (
	"slices"
	"sort"
	"strings"
)

// Expand replaces $(NAME) by variables; $$ stands for $, and what is not defined stays as it is.
func Expand(text string, values map[string]string) string {
	return expandEach(text, func(name string) string {
		if value, ok := values[name]; ok {
			return value
		}
		return "$(" + name + ")"
	})
}

// Undefined lists the variables that text refers to and that have no value, ordered by name.
func Undefined(text string, values map[string]string) []string {
	var names []string
	expandEach(text, func(name string) string {
		if values[name] == "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		return ""
	})
	sort.Strings(names)
	return names
}

func expandEach(text string, value func(name string) string) string {
	if !strings.Contains(text, "$") {
		return text
	}
	var sb strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '$' || i+1 == len(text) {
			sb.WriteByte(text[i])
			continue
		}
		switch text[i+1] {
		case '$':
			sb.WriteByte('$')
			i++
		case '(':
			end := strings.IndexByte(text[i:], ')')
			if end < 0 {
				sb.WriteByte('$')
				continue
			}
			sb.WriteString(value(text[i+2 : i+end]))
			i += end
		default:
			sb.WriteByte('$')
		}
	}
	return sb.String()
}
