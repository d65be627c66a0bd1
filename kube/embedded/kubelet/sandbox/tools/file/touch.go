package file

import (
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/timefmt"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Touch sets the time of files, and makes those that are missing.
func Touch(c *tool.Command) int {
	opts, operands := c.Flags("drt")
	at := c.Now()
	if text, ok := opts['d']; ok {
		t, valid := timefmt.ParseDate(text, at.In(c.Zone()))
		if !valid {
			c.Warn("invalid date '%s'", text)
			return 1
		}
		at = t
	}
	if text, ok := opts['t']; ok {
		t, err := time.ParseInLocation("200601021504.05", text+strings.Repeat(".00", 1-strings.Count(text, ".")&1), c.Zone())
		if err != nil {
			c.Warn("invalid date '%s'", text)
			return 1
		}
		at = t
	}
	if ref, ok := opts['r']; ok {
		info, err := c.FS().Stat(c.Abs(ref), true)
		if err != nil {
			c.Warn("%s: %s", ref, files.Message(err))
			return 1
		}
		at = info.ModTime()
	}
	return c.Each(operands, func(name string) error { return c.FS().Touch(c.Abs(name), at, !opts.Has("c")) })
}
