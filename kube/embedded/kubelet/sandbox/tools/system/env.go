package system

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Env prints the environment or runs a program in a changed one: env and printenv.
func Env(c *tool.Command) int {
	rest := c.Args[1:]
	if path.Base(c.Args[0]) == "printenv" && len(rest) > 0 {
		value, set := c.Var(rest[0])
		if set {
			c.Print(value + "\n")
		}
		return tool.Status(set)
	}
	var edits []tool.EnvEdit
	for len(rest) > 0 {
		name, value, isVar := strings.Cut(rest[0], "=")
		switch {
		case rest[0] == "-i" || rest[0] == "-":
			edits = append(edits, tool.EnvEdit{Clear: true})
		case rest[0] == "-u" && len(rest) > 1:
			edits = append(edits, tool.EnvEdit{Name: rest[1], Unset: true})
			rest = rest[1:]
		case isVar:
			edits = append(edits, tool.EnvEdit{Name: name, Value: value})
		default:
			return c.WithEnv(edits, func(p tool.Process) int { return p.Replace(rest) })
		}
		rest = rest[1:]
	}
	return c.WithEnv(edits, func(p tool.Process) int {
		env := p.Environ()
		for _, name := range slices.Sorted(maps.Keys(env)) {
			c.Print(name + "=" + env[name] + "\n")
		}
		return 0
	})
}
