package builtin

import (
	"strconv"
	"strings"
	"time"

	"mvdan.cc/sh/v3/expand"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/variables"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/stream"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/timefmt"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

func runRead(s Shell, args []string) int {
	raw, delim, limit, fd := false, byte('\n'), 0, 0
	var timeout time.Duration
	array := ""
	rest := args[1:]
	for len(rest) > 0 && len(rest[0]) > 1 && rest[0][0] == '-' {
		arg := rest[0]
		rest = rest[1:]
		if arg == "--" {
			break
		}
		for i := 1; i < len(arg); i++ {
			value := arg[i+1:]
			takes := strings.IndexByte("dnputaN", arg[i]) >= 0
			if takes && value == "" && len(rest) > 0 {
				value, rest = rest[0], rest[1:]
			}
			switch arg[i] {
			case 'r':
				raw = true
			case 'd':
				delim = 0
				if value != "" {
					delim = value[0]
				}
			case 'n', 'N':
				limit, _ = strconv.Atoi(value)
			case 'u':
				fd, _ = strconv.Atoi(value)
			case 't':
				timeout, _ = timefmt.ParseDuration(value)
			case 'p':
				s.Errf("%s", value)
			case 'a':
				array = value
			}
			if takes {
				break
			}
		}
	}
	f, ok := s.Descriptor(fd)
	if !ok {
		return 1
	}
	if timeout > 0 && !f.AwaitInput(s.Process(), timeout) {
		return 142
	}
	line, ended, _ := stream.ReadLine(s.Process(), f, delim, limit)
	for !raw && strings.HasSuffix(line, `\`) && ended && delim == '\n' {
		var more string
		more, ended, _ = stream.ReadLine(s.Process(), f, delim, limit)
		line = line[:len(line)-1] + more
	}
	names := rest
	if len(names) == 0 {
		names = []string{"REPLY"}
	}
	cfg := s.Expansion()
	if array != "" {
		_ = s.Assign(array, expand.Variable{Set: true, Kind: expand.Indexed, List: expand.ReadFields(cfg, line, -1, raw)})
		return tool.Status(ended)
	}
	values := []string{line}
	if len(rest) > 0 {
		values = expand.ReadFields(cfg, line, len(names), raw)
	}
	for i, name := range names {
		value := ""
		if i < len(values) {
			value = values[i]
		}
		if err := s.Assign(name, variables.String(value)); err != nil {
			s.Complain("read: %s", err)
			return 2
		}
	}
	return tool.Status(ended)
}
