package system

import (
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Xargs runs a program with arguments from standard input.
func Xargs(c *tool.Command) int {
	rest := c.Args[1:]
	each, replace, null := 0, "", false
	for len(rest) > 0 && strings.HasPrefix(rest[0], "-") {
		arg := rest[0]
		rest = rest[1:]
		value := func() string {
			if len(arg) > 2 {
				return arg[2:]
			}
			if len(rest) == 0 {
				return ""
			}
			v := rest[0]
			rest = rest[1:]
			return v
		}
		switch {
		case strings.HasPrefix(arg, "-n"), strings.HasPrefix(arg, "-L"):
			each, _ = strconv.Atoi(value())
		case strings.HasPrefix(arg, "-I"):
			replace = value()
		case strings.HasPrefix(arg, "-P"):
			value()
		case arg == "-0":
			null = true
		}
	}
	if len(rest) == 0 {
		rest = []string{"echo"}
	}
	text := c.ReadAll()
	var items []string
	switch {
	case null:
		items = strings.FieldsFunc(text, func(r rune) bool { return r == 0 })
	case replace != "":
		items = tool.Lines([]byte(text))
	default:
		items = strings.Fields(text)
	}
	status := 0
	run := func(args []string) {
		c.Step(10)
		if c.Run(args) != 0 {
			status = 123
		}
	}
	if replace != "" {
		for _, item := range items {
			args := make([]string, len(rest))
			for i, word := range rest {
				args[i] = strings.ReplaceAll(word, replace, item)
			}
			run(args)
		}
		return status
	}
	if each <= 0 {
		each = max(len(items), 1)
	}
	for len(items) > 0 {
		n := min(each, len(items), 10_000)
		run(append(append([]string{}, rest...), items[:n]...))
		items = items[n:]
	}
	return status
}
