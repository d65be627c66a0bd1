package text

import (
	"sort"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Sort sorts lines.
func Sort(c *tool.Command) int {
	opts, operands := c.Flags("kto")
	var all []string
	status := c.EachInput(operands, func(_ string, data []byte) { all = append(all, tool.Lines(data)...) })
	c.Step(len(all))
	field := 0
	if k, ok := opts['k']; ok {
		field = max(0, int(leadingNumber(k)))
	}
	key := func(line string) string {
		if field == 0 {
			return line
		}
		fields := strings.Fields(line)
		if sep := opts['t']; sep != "" {
			fields = strings.Split(line, sep)
		}
		if field > len(fields) {
			return ""
		}
		return strings.Join(fields[field-1:], " ")
	}
	sort.SliceStable(all, func(i, j int) bool {
		a, b := key(all[i]), key(all[j])
		if opts.Has("r") {
			a, b = b, a
		}
		if opts.Has("n") || strings.Contains(opts['k'], "n") {
			x, y := leadingNumber(a), leadingNumber(b)
			if x != y {
				return x < y
			}
		}
		if opts.Has("f") {
			return strings.ToLower(a) < strings.ToLower(b)
		}
		return a < b
	})
	var sb strings.Builder
	for i, line := range all {
		if opts.Has("u") && i > 0 && line == all[i-1] {
			continue
		}
		sb.WriteString(line + "\n")
	}
	if to, ok := opts['o']; ok {
		f, err := c.Open(to, files.Write|files.Create|files.Truncate)
		if err != nil {
			c.Warn("%s: %s", to, files.Message(err))
			return 1
		}
		defer func() { _ = f.Close() }()
		_, _ = f.Write([]byte(sb.String()))
		return status
	}
	c.Print(sb.String())
	return status
}

func leadingNumber(s string) float64 {
	s = strings.TrimSpace(s)
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.' || end == 0 && s[end] == '-') {
		end++
	}
	x, _ := strconv.ParseFloat(s[:end], 64)
	return x
}
