package builtin

import (
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/printf"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/variables"
)

func runPrintf(s Shell, args []string) int {
	rest := args[1:]
	into := ""
	if len(rest) > 1 && rest[0] == "-v" {
		into, rest = rest[1], rest[2:]
	}
	if len(rest) > 0 && rest[0] == "--" {
		rest = rest[1:]
	}
	if len(rest) == 0 {
		s.Errf("printf: usage: printf format [arguments]\n")
		return 2
	}
	text, bad := printf.Format(s.Process(), rest[0], rest[1:])
	if into != "" {
		if err := s.Assign(into, variables.String(text)); err != nil {
			s.Errf("printf: %s\n", err)
			return 1
		}
	} else if err := s.Write(1, text); err != nil {
		s.Errf("printf: write error: %s\n", files.Message(err))
		return 1
	}
	if bad != "" {
		s.Errf("printf: %s: invalid number\n", bad)
		return 1
	}
	return 0
}

func runEcho(s Shell, args []string) int {
	newline, escapes := true, false
	rest := args[1:]
	for len(rest) > 0 && len(rest[0]) > 1 && rest[0][0] == '-' && strings.Trim(rest[0][1:], "neE") == "" {
		for _, c := range rest[0][1:] {
			switch c {
			case 'n':
				newline = false
			case 'e':
				escapes = true
			case 'E':
				escapes = false
			}
		}
		rest = rest[1:]
	}
	text := strings.Join(rest, " ")
	if escapes {
		var stop bool
		if text, stop = printf.Unescape(text); stop {
			newline = false
		}
	}
	if newline {
		text += "\n"
	}
	if err := s.Write(1, text); err != nil {
		s.Complain("write error: %s", files.Message(err))
		return 1
	}
	return 0
}
