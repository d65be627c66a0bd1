package sandbox

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

func programWc(c *command) int {
	opts, operands := c.flags("")
	show := func(data []byte, name string) {
		var cols []string
		if !opts.has("lwcm") || opts.has("l") {
			cols = append(cols, strconv.Itoa(strings.Count(string(data), "\n")))
		}
		if !opts.has("lwcm") || opts.has("w") {
			cols = append(cols, strconv.Itoa(len(strings.Fields(string(data)))))
		}
		if !opts.has("lwcm") || opts.has("c") {
			cols = append(cols, strconv.Itoa(len(data)))
		}
		if opts.has("m") {
			cols = append(cols, strconv.Itoa(utf8.RuneCount(data)))
		}
		if name != "-" {
			cols = append(cols, name)
		}
		c.print(strings.Join(cols, " ") + "\n")
	}
	var all []byte
	status := c.eachInput(operands, func(name string, data []byte) {
		show(data, name)
		all = append(all, data...)
	})
	if len(operands) > 1 {
		show(all, "total")
	}
	return status
}
