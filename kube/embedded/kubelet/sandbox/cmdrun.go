package sandbox

import (
	"strconv"
	"strings"
	"time"
)

// programPrefix is a program that runs another: its own options are skipped.
func programPrefix(c *command) int {
	rest := c.Args[1:]
	for len(rest) > 0 && strings.HasPrefix(rest[0], "-") {
		if len(rest[0]) == 2 && strings.Contains("nug", rest[0][1:]) && len(rest) > 1 {
			rest = rest[1:]
		}
		rest = rest[1:]
	}
	if len(rest) == 0 {
		return 0
	}
	return c.Replace(rest)
}

func programTimeout(c *command) int {
	rest := c.Args[1:]
	sig := sigTerm
	for len(rest) > 0 && strings.HasPrefix(rest[0], "-") {
		if (rest[0] == "-s" || rest[0] == "-k") && len(rest) > 1 {
			if n, ok := parseSignal(rest[1]); ok && rest[0] == "-s" {
				sig = n
			}
			rest = rest[1:]
		}
		rest = rest[1:]
	}
	if len(rest) < 2 {
		c.warn("usage: timeout [-s SIG] SECS PROG ARGS")
		return 125
	}
	d, ok := parseSleep(rest[0])
	if !ok {
		c.warn("invalid time interval '%s'", rest[0])
		return 125
	}
	child, ok := c.Start(rest[1:])
	if !ok {
		return 125
	}
	if child.Wait(d) {
		return child.Status()
	}
	child.Signal(sig)
	if !child.Wait(time.Second) {
		child.Signal(sigKill)
		child.Wait(-1)
		return 137
	}
	return 124
}

func programXargs(c *command) int {
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
	text := c.readAll()
	var items []string
	switch {
	case null:
		items = strings.FieldsFunc(text, func(r rune) bool { return r == 0 })
	case replace != "":
		items = lines([]byte(text))
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
