package simulated

import (
	"path"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Program stands for a program that exists only in a real container: it says so in one line, takes a second to six and
// succeeds. Fetching over HTTP always meets a service that answers 200.
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

// Duration is a duration that a program may take.
func Duration(p tool.Process) time.Duration {
	return time.Second + time.Duration(p.Rand().Int64N(int64(5*time.Second)))/1e6*1e6
}

// Line is what a simulated program prints.
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
