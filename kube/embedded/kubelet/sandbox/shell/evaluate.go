package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/script"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

func builtinEval(s *Shell, args []string) int {
	s.depth++
	s.p.Nest(s.depth, "nesting (eval within eval)")
	defer func() { s.depth-- }()
	s.status = 0
	s.runText(strings.Join(args[1:], " "))
	return s.status
}

func builtinSource(s *Shell, args []string) int {
	if len(args) < 2 {
		s.Complain("%s: filename argument required", args[0])
		return 2
	}
	data, err := s.readFile(args[1])
	if err != nil {
		s.Complain("%s: can't open '%s': %s", args[0], args[1], files.Message(err))
		return 2
	}
	s.depth++
	s.p.Nest(s.depth, "nesting (a script sourcing itself)")
	s.calls++
	defer func() { s.depth--; s.calls-- }()
	if len(args) > 2 {
		old := s.params
		s.params = args[2:]
		defer func() { s.params = old }()
	}
	s.status = 0
	s.runText(string(data))
	if s.flow == flowReturn {
		s.flow = flowNone
	}
	return s.status
}

func builtinLet(s *Shell, args []string) int {
	n := 0
	for _, arg := range args[1:] {
		x, err := syntax.NewParser().Arithmetic(strings.NewReader(arg))
		if err != nil || script.Openers(arg) > script.MaxOpeners {
			s.Complain("let: %s: syntax error", arg)
			return 1
		}
		if n, err = s.arithm(x); err != nil {
			s.Complain("let: %s", err)
			return 1
		}
	}
	return tool.Status(n != 0)
}
