// Package shell is a POSIX-like shell, with much of bash, on the syntax and expansions of mvdan.cc/sh. It runs scripts on a process of a
// container's machine, and gives tools that process to run on. It never runs a program of the host or reads its files.
package shell

import (
	"maps"
	"path"
	"strings"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/builtin"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/script"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/variables"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/stream"
)

// flow is why a list of statements ends early.
type flow int

const (
	flowNone flow = iota
	flowBreak
	flowContinue
	flowReturn
	flowExit
)

// flags are the options of set.
type flags struct {
	errexit, nounset, xtrace, pipefail, noglob, noexec bool
}

// Shell is one shell environment. A subshell is a copy of it on the same process; a background job is a copy on a process of its
// own.
type Shell struct {
	surroundings *Surroundings
	p            *machine.Process

	pid       int              // $$: in a subshell, that of the shell which it is a copy of
	lastCall  *syntax.CallExpr // the last command of the script of sh -c: it takes the shell's place
	takesOver bool             // the next command takes the shell's place

	vars    *variables.Table
	funcs   map[string]*syntax.Stmt
	aliases map[string]string
	traps   map[string]string
	name    string
	params  []string
	fds     stream.Descriptors
	dir     string
	flags   flags
	umask   int

	status         int
	flow           flow
	loopsToLeave   int // by break or continue
	loops          int
	calls          int // functions and sourced files, which return leaves
	depth          int
	inTrap         bool
	errexitOff     int // > 0: a failing command does not end the shell, since its status is tested
	jobs           []*machine.Process
	memory         int // that this shell has accounted for
	cfg            expand.Config
	expansionBytes int // bytes read in the present expansion
	maxSubstBytes  int // of one command substitution in the present expansion
	options        builtin.Cursor
}

// New returns a shell on a process, which has its traps from then on.
func New(p *machine.Process, around *Surroundings) *Shell {
	s := &Shell{
		surroundings: around, p: p, pid: p.PID, name: "sh", dir: around.Dir,
		funcs: map[string]*syntax.Stmt{}, traps: map[string]string{},
		umask: 0o022, options: builtin.Cursor{Index: 1},
	}
	s.vars = variables.New(s)
	out, errs := stream.Output(around.Stdout), stream.Output(around.Stderr)
	s.fds = stream.Descriptors{0: stream.Null(), 1: out, 2: errs}
	if around.Stdin != nil {
		s.fds[0] = stream.Input(around.Stdin)
	}
	for _, kv := range around.Env {
		name, value, _ := strings.Cut(kv, "=")
		if name != "" {
			s.vars.Inherit(name, value)
			s.Take(len(name) + len(value) + variables.Overhead)
		}
	}
	s.vars.Preset("HOME", "/root")
	s.vars.Preset("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
	s.vars.Preset("HOSTNAME", around.Hostname)
	s.put("PWD", s.dir)
	s.put("IFS", " \t\n")
	s.put("OPTIND", "1")
	s.put("PPID", "0")
	p.Traps = s
	return s
}

// Take accounts for memory that the shell holds until it ends, or gives back if negative.
func (s *Shell) Take(bytes int) {
	s.memory += bytes
	s.p.Grow(bytes)
}

// ExceedMemory ends the container because what takes too much memory.
func (s *Shell) ExceedMemory(what string) { s.p.ExceedMemory(what) }

// sub copies the shell for a subshell on process p.
func (s *Shell) sub(p *machine.Process) *Shell {
	s.p.NestShell(s.depth + 1)
	t := &Shell{
		surroundings: s.surroundings, p: p, pid: s.pid, name: s.name, params: s.params, dir: s.dir, flags: s.flags, umask: s.umask,
		funcs: maps.Clone(s.funcs), aliases: maps.Clone(s.aliases),
		traps: map[string]string{}, fds: s.fds.Dup(),
		status: s.status, calls: s.calls, depth: s.depth + 1, errexitOff: s.errexitOff, options: builtin.Cursor{Index: s.options.Index},
	}
	for sig, action := range s.traps {
		if action == "" {
			t.traps[sig] = ""
		}
	}
	t.vars = s.vars.Dup(t)
	t.Take((t.vars.Count()+len(t.funcs))*variables.Overhead + 1024)
	return t
}

// end runs the EXIT trap and releases what the shell holds.
func (s *Shell) end() {
	s.runExitTrap()
	s.discard()
}

func (s *Shell) discard() {
	s.CloseFiles()
	s.p.Grow(-s.memory)
	s.memory = 0
}

// CloseFiles closes the shell's descriptors.
func (s *Shell) CloseFiles() {
	s.fds.Close()
}

func isShell(name string) bool {
	switch path.Base(name) {
	case "sh", "bash", "ash", "dash":
		return true
	}
	return false
}

// abs makes a path absolute. It does not resolve links: the file system does.
func (s *Shell) abs(p string) string {
	if path.IsAbs(p) {
		return p
	}
	return s.dir + "/" + p
}

// runShell is sh as a program: sh [-ceuxl] [-o option] [script [args]].
func (s *Shell) runShell(args []string) int {
	s.name = args[0]
	rest := args[1:]
	command := false
	for len(rest) > 0 && len(rest[0]) > 1 && (rest[0][0] == '-' || rest[0][0] == '+') {
		arg := rest[0]
		rest = rest[1:]
		if arg == "--" {
			break
		}
		if strings.HasPrefix(arg, "--") {
			continue // --login, --norc …
		}
		for _, c := range arg[1:] {
			switch {
			case c == 'c':
				command = true
			case c == 'o' && len(rest) > 0:
				s.setOption(rest[0], arg[0] == '-')
				rest = rest[1:]
			default:
				s.setFlag(c, arg[0] == '-')
			}
		}
	}
	var text string
	switch {
	case command && len(rest) == 0:
		s.Complain("-c requires an argument")
		return 2
	case command:
		text = rest[0]
		if rest = rest[1:]; len(rest) > 0 {
			s.name, rest = rest[0], rest[1:]
		}
	case len(rest) > 0:
		data, err := s.readFile(rest[0])
		if err != nil {
			s.Complain("can't open '%s': %s", rest[0], files.Message(err))
			return 127
		}
		text, s.name, rest = string(data), rest[0], rest[1:]
	default:
		text = s.readAll(0)
	}
	s.params = rest
	if stmts, ok := s.parse(text); ok {
		if command && !strings.HasSuffix(text, "\n") {
			s.lastCall = script.Tail(stmts)
		}
		s.runParsed(text, stmts)
	}
	s.runExitTrap()
	return s.status
}

// runText parses and runs a script in this shell.
func (s *Shell) runText(script string) {
	if stmts, ok := s.parse(script); ok {
		s.runParsed(script, stmts)
	}
}

func (s *Shell) parse(text string) ([]*syntax.Stmt, bool) {
	stmts, err := script.Parse(text)
	if err != nil {
		s.Complain("%s", err)
		s.status = 2
		s.flow = flowExit
		return nil, false
	}
	return stmts, true
}

func (s *Shell) runParsed(script string, stmts []*syntax.Stmt) {
	s.Take(len(script))
	defer s.Take(-len(script))
	s.stmts(stmts)
}
