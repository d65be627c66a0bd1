package sandbox

import (
	"maps"
	"path"
	"slices"
	"strings"
)

func programEnv(c *command) int {
	rest := c.Args[1:]
	if path.Base(c.Args[0]) == "printenv" && len(rest) > 0 {
		value, set := c.Var(rest[0])
		if set {
			c.print(value + "\n")
		}
		return boolStatus(set)
	}
	var edits []EnvEdit
	for len(rest) > 0 {
		name, value, isVar := strings.Cut(rest[0], "=")
		switch {
		case rest[0] == "-i" || rest[0] == "-":
			edits = append(edits, EnvEdit{Unset: true})
		case rest[0] == "-u" && len(rest) > 1:
			edits = append(edits, EnvEdit{Name: rest[1], Unset: true})
			rest = rest[1:]
		case isVar:
			edits = append(edits, EnvEdit{Name: name, Value: value})
		default:
			return c.WithEnv(edits, func(p toolProcess) int { return p.Replace(rest) })
		}
		rest = rest[1:]
	}
	return c.WithEnv(edits, func(p toolProcess) int {
		env := p.Environ()
		for _, name := range slices.Sorted(maps.Keys(env)) {
			c.print(name + "=" + env[name] + "\n")
		}
		return 0
	})
}
