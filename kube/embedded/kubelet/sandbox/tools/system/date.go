package system

import (
	"strconv"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/timefmt"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Date prints the time of the plane, or another one.
func Date(c *tool.Command) int {
	loc := c.Zone()
	now := c.Now()
	layout := ""
	rest := c.Args[1:]
	for len(rest) > 0 {
		arg := rest[0]
		rest = rest[1:]
		value := func() string {
			if _, v, ok := strings.Cut(arg, "="); ok && strings.HasPrefix(arg, "--") {
				return v
			}
			if len(arg) > 2 && !strings.HasPrefix(arg, "--") {
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
		case arg == "-u" || arg == "--utc" || arg == "--universal":
			loc = time.UTC
		case strings.HasPrefix(arg, "+"):
			layout = arg[1:]
		case arg == "-R" || arg == "--rfc-email":
			layout = "%a, %d %b %Y %H:%M:%S %z"
		case strings.HasPrefix(arg, "-I") || strings.HasPrefix(arg, "--iso-8601"):
			layout = "%Y-%m-%d"
			if strings.HasSuffix(arg, "s") || strings.HasSuffix(arg, "seconds") {
				layout = "%Y-%m-%dT%H:%M:%S%:z"
			}
		case strings.HasPrefix(arg, "-d") || strings.HasPrefix(arg, "--date"):
			text := value()
			t, ok := timefmt.ParseDate(text, now.In(loc))
			if !ok {
				c.Warn("invalid date '%s'", text)
				return 1
			}
			now = t
		case strings.HasPrefix(arg, "-r"):
			text := value()
			if sec, err := strconv.ParseInt(text, 10, 64); err == nil {
				now = time.Unix(sec, 0)
			} else if info, err := c.FS().Stat(c.Abs(text), true); err == nil {
				now = info.ModTime()
			} else {
				c.Warn("%s: %s", text, files.Message(err))
				return 1
			}
		default:
			c.Warn("cannot set the date of the simulated clock: '%s'", arg)
			return 1
		}
	}
	if layout == "" {
		layout = "%a %b %e %H:%M:%S %Z %Y"
	}
	c.Print(timefmt.FormatDate(layout, now.In(loc)) + "\n")
	return 0
}
