package shell

import (
	"path"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tools"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tools/simulated"
)

// call runs a simple command: assignments, a function, a built-in or a program.
func (s *Shell) call(c *syntax.CallExpr) {
	s.p.Step(len(c.Args) / 8)
	args, err := s.fields(c.Args...)
	if err != nil {
		s.badExpansion(err)
		return
	}
	if len(args) == 0 {
		s.status = 0
		for _, as := range c.Assigns {
			if err := s.assignment(as, ""); err != nil {
				s.badExpansion(err)
				return
			}
		}
		s.trace(nil)
		return
	}
	undo, err := s.temporary(c.Assigns)
	if err == nil {
		s.trace(args)
		s.status = s.exec(args, c)
	} else {
		s.badExpansion(err)
	}
	undo()
}

// temporary makes assignments that hold for one command; undo ends them.
func (s *Shell) temporary(assigns []*syntax.Assign) (undo func(), err error) {
	if len(assigns) == 0 {
		return func() {}, nil
	}
	s.vars.Enter()
	undo = s.vars.Leave
	for _, as := range assigns {
		s.vars.Hide(as.Name.Value)
		if err := s.assignment(as, "-x"); err != nil {
			return undo, err
		}
	}
	return undo, nil
}

func (s *Shell) trace(args []string) {
	if s.flags.xtrace && len(args) > 0 {
		s.Errf("+ %s\n", strings.Join(args, " "))
	}
}

// exec runs a command given by its words, and returns its exit status. call is the command in the script, if it stands in one.
func (s *Shell) exec(args []string, call *syntax.CallExpr) int {
	name := args[0]
	if text, ok := s.aliases[name]; ok && call != nil {
		args = append(strings.Fields(text), args[1:]...)
		if len(args) == 0 {
			return 0
		}
		name = args[0]
	}
	if body, ok := s.funcs[name]; ok {
		return s.function(body, args)
	}
	if run, ok := builtins[name]; ok {
		return run(s, args)
	}
	s.takesOver = s.takesOver || call != nil && call == s.lastCall && len(s.traps) == 0
	return s.external(args)
}

// function calls a shell function.
func (s *Shell) function(body *syntax.Stmt, args []string) int {
	s.depth++
	s.p.Nest(s.depth, "nesting (functions calling one another)")
	params, loops := s.params, s.loops
	s.params, s.loops = args[1:], 0
	s.vars.Enter()
	s.calls++
	s.Take(1024)
	s.stmt(body)
	s.Take(-1024)
	s.calls--
	s.vars.Leave()
	s.params, s.loops = params, loops
	s.depth--
	if s.flow == flowReturn {
		s.flow = flowNone
	}
	return s.status
}

// external runs a command that is no built-in: what would be a program on disk.
func (s *Shell) external(args []string) int {
	name := args[0]
	s.p.Step(10) // starting a program takes longer than a built-in
	if dir, base := path.Split(name); binDir(dir) {
		if run, ok := builtins[base]; ok {
			return run(s, append([]string{base}, args[1:]...))
		}
	}
	if run := s.program(name); run != nil {
		return s.command(run, args)
	}
	if isShell(name) {
		return s.childShell(args)
	}
	if strings.Contains(name, "/") {
		if data, err := s.readFile(name); err == nil {
			return s.script(name, data, args)
		}
		if info, err := s.surroundings.FS.Stat(s.abs(name), true); err == nil && info.IsDir() {
			s.Complain("%s: Permission denied", name)
			return 126
		}
	}
	return s.command(simulated.Program, args)
}

// script runs an executable file. It interprets a shell script; any other script is a simulated program.
func (s *Shell) script(name string, data []byte, args []string) int {
	if first, _, _ := strings.Cut(string(data[:min(len(data), 256)]), "\n"); strings.HasPrefix(first, "#!") {
		interpreter := strings.Fields(first[2:])
		if len(interpreter) > 1 && path.Base(interpreter[0]) == "env" {
			interpreter = interpreter[1:]
		}
		if len(interpreter) > 0 && !isShell(interpreter[0]) {
			return s.command(simulated.Program, append(interpreter, args...))
		}
	}
	return s.childShell(append([]string{"sh", s.abs(name)}, args[1:]...))
}

// binDir reports whether programs live in a directory.
func binDir(dir string) bool {
	switch path.Clean(dir) {
	case "/bin", "/usr/bin", "/sbin", "/usr/sbin", "/usr/local/bin":
		return true
	}
	return false
}

// program returns the tool of a name, or of a path in a directory where programs live, nil for none.
func (s *Shell) program(name string) tool.Func {
	if dir, base := path.Split(name); dir != "" {
		if !binDir(dir) {
			return nil
		}
		name = base
	}
	return tools.Lookup(name)
}

// assignment carries out NAME=value, NAME+=value, NAME[i]=value and NAME=(…). flag is -x to export.
func (s *Shell) assignment(as *syntax.Assign, flag string) error {
	name := as.Name.Value
	old := s.vars.Get(name)
	v := expand.Variable{Set: true, Kind: expand.String, Exported: flag == "-x"}
	switch {
	case as.Array != nil:
		return s.arrayAssignment(as, old)
	case as.Index != nil:
		return s.elementAssignment(as, old)
	case as.Value != nil:
		value, err := s.literal(as.Value)
		if err != nil {
			return err
		}
		v.Str = value
	}
	if as.Append {
		v.Str = old.String() + v.Str
	}
	if name == "RANDOM" {
		return nil // it has the container's seed
	}
	return s.Assign(name, v)
}
