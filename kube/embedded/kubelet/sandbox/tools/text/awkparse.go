package text

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/printf"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

func parseAwk(c *tool.Command, program string) (begin, rules, end []awkRule, ok bool) {
	rest := strings.TrimSpace(program)
	for rest != "" {
		m := awkBlock.FindStringSubmatch(rest)
		pattern, body := rest, "print"
		if m != nil {
			pattern, body = m[1], m[2]
			rest = strings.TrimLeft(rest[len(m[0]):], " \t\n;")
		} else {
			rest = ""
		}
		rule := awkRule{sums: map[string]awkItem{}}
		for _, st := range strings.FieldsFunc(body, func(r rune) bool { return r == ';' || r == '\n' }) {
			if !rule.statement(strings.TrimSpace(st)) {
				return nil, nil, nil, false
			}
		}
		switch pattern = strings.TrimSpace(pattern); {
		case pattern == "BEGIN":
			begin = append(begin, rule)
			continue
		case pattern == "END":
			end = append(end, rule)
			continue
		case pattern == "":
		case len(pattern) > 1 && pattern[0] == '/' && pattern[len(pattern)-1] == '/':
			rx, err := c.Regexp(pattern[1 : len(pattern)-1])
			if err != nil {
				return nil, nil, nil, false
			}
			rule.when = func(fields []string, _ int) bool { return rx.MatchString(fields[0]) }
		default:
			m := awkWhen.FindStringSubmatch(pattern)
			if m == nil {
				return nil, nil, nil, false
			}
			left, _ := parseAwkItem(m[1])
			rule.when = func(fields []string, nr int) bool {
				return awkCompare(left.value(fields, nr, nil, nil), m[2], m[3])
			}
		}
		rules = append(rules, rule)
	}
	return begin, rules, end, true
}

func awkCompare(a, op, b string) bool {
	cmp := 0
	if quoted := strings.HasPrefix(b, `"`); quoted {
		cmp = strings.Compare(a, strings.Trim(b, `"`))
	} else if x, y := leadingNumber(a), leadingNumber(b); x < y {
		cmp = -1
	} else if x > y {
		cmp = 1
	}
	switch op {
	case "==":
		return cmp == 0
	case "!=":
		return cmp != 0
	case ">":
		return cmp > 0
	case "<":
		return cmp < 0
	case ">=":
		return cmp >= 0
	}
	return cmp <= 0
}

func (r *awkRule) statement(st string) bool {
	if st == "" {
		return true
	}
	if m := awkSum.FindStringSubmatch(st); m != nil {
		item, ok := parseAwkItem(m[2])
		r.sums[m[1]] = item
		return ok
	}
	if m := awkCount.FindStringSubmatch(st); m != nil {
		r.counts = append(r.counts, m[1])
		return true
	}
	args, ok := strings.CutPrefix(st, "print")
	if !ok || r.print != nil || args != "" && args[0] != ' ' {
		return false
	}
	if r.print, ok = awkItems(strings.TrimSpace(args)); !ok {
		return false
	}
	if len(r.print) == 0 {
		r.print = []awkItem{{field: 0}}
	}
	return true
}

// awkItems reads $1, "text" $2, NF: separated by commas (a space between) or by nothing.
func awkItems(text string) ([]awkItem, bool) {
	var items []awkItem
	for text != "" {
		switch {
		case text[0] == ' ' || text[0] == '\t':
			text = text[1:]
		case text[0] == ',':
			items = append(items, awkItem{field: -1, literal: " "})
			text = text[1:]
		case text[0] == '"':
			end := strings.IndexByte(text[1:], '"')
			if end < 0 {
				return nil, false
			}
			literal, _ := printf.Unescape(text[1 : end+1])
			items = append(items, awkItem{field: -1, literal: literal})
			text = text[end+2:]
		default:
			end := strings.IndexAny(text, " \t,\"")
			if end < 0 {
				end = len(text)
			}
			item, ok := parseAwkItem(text[:end])
			if !ok {
				return nil, false
			}
			items = append(items, item)
			text = text[end:]
		}
	}
	return items, true
}

var awkName = regexp.MustCompile(`^[a-zA-Z_]\w*$`)

func parseAwkItem(word string) (awkItem, bool) {
	switch word {
	case "NF":
		return awkItem{field: -2}, true
	case "NR", "FNR":
		return awkItem{field: -3}, true
	case "$NF":
		return awkItem{field: -4}, true
	}
	if n, ok := strings.CutPrefix(word, "$"); ok {
		i, err := strconv.Atoi(n)
		return awkItem{field: i}, err == nil && i >= 0
	}
	if _, err := strconv.ParseFloat(word, 64); err == nil {
		return awkItem{field: -1, literal: word}, true
	}
	return awkItem{field: -5, literal: word}, awkName.MatchString(word)
}

func (it awkItem) value(fields []string, nr int, vars map[string]float64, text map[string]string) string {
	switch it.field {
	case -1:
		return it.literal
	case -2:
		return strconv.Itoa(len(fields) - 1)
	case -3:
		return strconv.Itoa(nr)
	case -4:
		return fields[len(fields)-1]
	case -5:
		if t, ok := text[it.literal]; ok {
			return t
		}
		if x, ok := vars[it.literal]; ok {
			return fmt.Sprint(x)
		}
		return ""
	}
	if it.field < len(fields) {
		return fields[it.field]
	}
	return ""
}
