package text

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Wc counts lines, words and bytes.
func Wc(c *tool.Command) int {
	opts, operands := c.Flags("")
	show := func(data []byte, name string) {
		var cols []string
		if !opts.Has("lwcm") || opts.Has("l") {
			cols = append(cols, strconv.Itoa(strings.Count(string(data), "\n")))
		}
		if !opts.Has("lwcm") || opts.Has("w") {
			cols = append(cols, strconv.Itoa(len(strings.Fields(string(data)))))
		}
		if !opts.Has("lwcm") || opts.Has("c") {
			cols = append(cols, strconv.Itoa(len(data)))
		}
		if opts.Has("m") {
			cols = append(cols, strconv.Itoa(utf8.RuneCount(data)))
		}
		if name != "-" {
			cols = append(cols, name)
		}
		c.Print(strings.Join(cols, " ") + "\n")
	}
	var all []byte
	status := c.EachInput(operands, func(name string, data []byte) {
		show(data, name)
		all = append(all, data...)
	})
	if len(operands) > 1 {
		show(all, "total")
	}
	return status
}
