package shell

import (
	"errors"
	"strconv"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/script"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/variables"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

func (s *Shell) stmts(list []*syntax.Stmt) {
	for _, st := range list {
		s.stmt(st)
		if s.flow != flowNone {
			return
		}
	}
}

// stmt runs one statement: it may go to the background, have redirections and be negated.
func (s *Shell) stmt(st *syntax.Stmt) {
	s.p.Step(1)
	s.runTraps()
	if s.flow != flowNone || s.flags.noexec {
		return
	}
	if st.Coprocess || st.Disown {
		s.fail("this kind of background command is not simulated")
		return
	}
	if st.Background {
		s.background(st)
		return
	}
	s.foreground(st)
	s.runTraps()
}

// foreground runs a statement, but for its "&".
func (s *Shell) foreground(st *syntax.Stmt) {
	if st.Negated {
		s.errexitOff++
	}
	redirs, err := s.redirect(st.Redirs)
	if err != nil {
		s.Complain("%s", err)
		s.status = 1
	} else {
		s.cmd(st.Cmd)
	}
	if call, ok := st.Cmd.(*syntax.CallExpr); ok && script.KeepsRedirects(call) && err == nil {
		redirs.Keep()
	} else {
		redirs.Undo()
	}
	if st.Negated {
		s.errexitOff--
		if s.flow == flowNone {
			s.status = tool.Status(s.status != 0)
		}
		return
	}
	if s.status != 0 && s.flags.errexit && s.errexitOff == 0 && s.flow == flowNone && script.Tested(st.Cmd) {
		s.flow = flowExit
	}
}

// fail reports what cannot be done.
func (s *Shell) fail(what string) {
	s.Complain("%s", what)
	s.status = 2
}

// badExpansion reports an error of an expansion, which ends a shell that is not interactive when a variable is unset.
func (s *Shell) badExpansion(err error) {
	s.Complain("%s", err)
	s.status = 1
	var unset expand.UnsetParameterError
	if errors.As(err, &unset) {
		s.status = 2
		s.flow = flowExit
	}
}

func (s *Shell) cmd(cmd syntax.Command) {
	switch cmd := cmd.(type) {
	case nil:
		s.status = 0
	case *syntax.CallExpr:
		s.call(cmd)
	case *syntax.BinaryCmd:
		s.binary(cmd)
	case *syntax.Block:
		s.stmts(cmd.Stmts)
	case *syntax.Subshell:
		t := s.sub(s.p)
		t.stmts(cmd.Stmts)
		t.end()
		s.status = t.status
	case *syntax.IfClause:
		s.ifClause(cmd)
	case *syntax.WhileClause:
		s.whileClause(cmd)
	case *syntax.ForClause:
		s.forClause(cmd)
	case *syntax.CaseClause:
		s.caseClause(cmd)
	case *syntax.FuncDecl:
		if cmd.Name == nil {
			s.fail("functions without a name are not simulated")
			return
		}
		s.funcs[cmd.Name.Value] = cmd.Body
		s.Take(variables.Overhead)
		s.status = 0
	case *syntax.ArithmCmd:
		n, err := s.arithm(cmd.X)
		s.arithmStatus(n, err)
	case *syntax.LetClause:
		for _, x := range cmd.Exprs {
			n, err := s.arithm(x)
			s.arithmStatus(n, err)
		}
	case *syntax.TestClause:
		s.testClause(cmd)
	case *syntax.DeclClause:
		s.declClause(cmd)
	case *syntax.TimeClause:
		s.timeClause(cmd)
	default:
		s.fail("this command is not simulated")
	}
}

func (s *Shell) arithmStatus(n int, err error) {
	if err != nil {
		s.badExpansion(err)
		return
	}
	s.status = tool.Status(n != 0)
}

func (s *Shell) binary(b *syntax.BinaryCmd) {
	switch b.Op {
	case syntax.AndStmt, syntax.OrStmt:
		s.errexitOff++
		s.stmt(b.X)
		s.errexitOff--
		if s.flow == flowNone && (s.status == 0) == (b.Op == syntax.AndStmt) {
			s.stmt(b.Y)
		}
	default:
		s.pipeline(b)
	}
}

func (s *Shell) ifClause(c *syntax.IfClause) {
	for ; c != nil; c = c.Else {
		if len(c.Cond) == 0 { // else
			s.stmts(c.Then)
			return
		}
		if s.condition(c.Cond) {
			s.status = 0
			s.stmts(c.Then)
			return
		}
		if s.flow != flowNone {
			return
		}
	}
	s.status = 0
}

func (s *Shell) condition(list []*syntax.Stmt) bool {
	s.errexitOff++
	s.stmts(list)
	s.errexitOff--
	return s.status == 0 && s.flow == flowNone
}

func (s *Shell) caseClause(c *syntax.CaseClause) {
	subject, err := s.literal(c.Word)
	if err != nil {
		s.badExpansion(err)
		return
	}
	s.status = 0
	through := false
	for _, item := range c.Items {
		if !through && !s.matchesAny(subject, item.Patterns) {
			continue
		}
		s.stmts(item.Stmts)
		if item.Op == syntax.Break || s.flow != flowNone {
			return
		}
		through = item.Op == syntax.Fallthrough
	}
}

func (s *Shell) matchesAny(subject string, patterns []*syntax.Word) bool {
	for _, w := range patterns {
		pat, err := s.pattern(w)
		if err != nil {
			s.badExpansion(err)
			return false
		}
		if s.p.Match(pat, subject) {
			return true
		}
	}
	return false
}

func (s *Shell) timeClause(c *syntax.TimeClause) {
	began := s.p.Now()
	if c.Stmt != nil {
		s.stmt(c.Stmt)
	}
	d := s.p.Now().Sub(began).Seconds()
	text := "real\t" + strconv.Itoa(int(d)/60) + "m" + strconv.FormatFloat(d-float64(int(d)/60*60), 'f', 3, 64) + "s\n"
	s.Errf("\n%suser\t0m0.000s\nsys\t0m0.000s\n", text)
}
