package sandbox

import (
	"strings"
	"time"
)

func programTouch(c *command) int {
	opts, operands := c.flags("drt")
	at := c.Now()
	if text, ok := opts['d']; ok {
		t, valid := parseDate(text, at.In(c.zone()))
		if !valid {
			c.warn("invalid date '%s'", text)
			return 1
		}
		at = t
	}
	if text, ok := opts['t']; ok {
		t, err := time.ParseInLocation("200601021504.05", text+strings.Repeat(".00", 1-strings.Count(text, ".")&1), c.zone())
		if err != nil {
			c.warn("invalid date '%s'", text)
			return 1
		}
		at = t
	}
	if ref, ok := opts['r']; ok {
		info, err := c.fs().Stat(c.Abs(ref), true)
		if err != nil {
			c.warn("%s: %s", ref, message(err))
			return 1
		}
		at = info.ModTime()
	}
	return c.each(operands, func(name string) error { return c.fs().Touch(c.Abs(name), at, !opts.has("c")) })
}
