// Package simulated stands for the programs that exist only in a real container: each prints one line and succeeds after a while, and
// curl and wget get the answer 200. It does nothing of what a program really does.
package simulated

import (
	"path"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Program stands for a program that exists only in a real container: it prints one line, takes one to six seconds and succeeds. curl
// and wget always get the answer 200.
func Program(c *tool.Command) int {
	name := path.Base(c.Args[0])
	c.HandleSignals()
	c.Sleep(Duration(c))
	switch name {
	case "curl":
		return fetch(c, "o", "s")
	case "wget":
		return fetch(c, "O", "q")
	}
	c.Print(Line(c.Args) + "\n")
	return 0
}

// Duration returns how long a program may take.
func Duration(p tool.Process) time.Duration {
	return time.Second + time.Duration(p.Rand().Int64N(int64(5*time.Second)))/1e6*1e6
}

// Line returns what a simulated program prints; args begin with its name.
func Line(args []string) string {
	shown := make([]string, len(args))
	size := 0
	for i, arg := range args {
		if i == 0 {
			arg = path.Base(arg)
		}
		if size += len(arg); size > 200 {
			shown = append(shown[:i], "…")
			break
		}
		shown[i] = strings.Map(func(r rune) rune {
			if r < ' ' {
				return ' '
			}
			return r
		}, arg)
	}
	return "[simulated] " + strings.Join(shown, " ")
}
