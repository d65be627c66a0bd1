package shell

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/variables"
)

// body runs a loop's body and reports whether the loop goes on.
func (s *Shell) body(list []*syntax.Stmt) bool {
	s.p.Step(1)
	s.stmts(list)
	switch s.flow {
	case flowBreak, flowContinue:
		s.loopsToLeave--
		if s.loopsToLeave > 0 {
			return false
		}
		again := s.flow == flowContinue
		s.flow = flowNone
		return again
	}
	return s.flow == flowNone
}

func (s *Shell) whileClause(c *syntax.WhileClause) {
	s.loops++
	defer func() { s.loops-- }()
	last := 0
	for {
		s.errexitOff++
		s.stmts(c.Cond)
		s.errexitOff--
		switch s.flow {
		case flowNone:
		case flowBreak, flowContinue: // in the condition itself
			if s.loopsToLeave--; s.loopsToLeave > 0 {
				return
			}
			again := s.flow == flowContinue
			s.flow = flowNone
			if again {
				continue
			}
			s.status = 0
			return
		default:
			return
		}
		if (s.status == 0) == c.Until {
			s.status = last
			return
		}
		if !s.body(c.Do) {
			return
		}
		last = s.status
	}
}

func (s *Shell) forClause(c *syntax.ForClause) {
	if c.Select {
		s.fail("select is not simulated")
		return
	}
	s.loops++
	defer func() { s.loops-- }()
	switch loop := c.Loop.(type) {
	case *syntax.WordIter:
		items := s.params
		if loop.InPos.IsValid() {
			var err error
			if items, err = s.fields(loop.Items...); err != nil {
				s.badExpansion(err)
				return
			}
		}
		s.status = 0
		for _, item := range items {
			if err := s.Assign(loop.Name.Value, variables.String(item)); err != nil {
				s.badExpansion(err)
				return
			}
			if !s.body(c.Do) {
				return
			}
		}
	case *syntax.CStyleLoop:
		s.cStyle(loop, c.Do)
	}
}

func (s *Shell) cStyle(loop *syntax.CStyleLoop, do []*syntax.Stmt) {
	eval := func(x syntax.ArithmExpr, or int) int {
		if x == nil {
			return or
		}
		n, err := s.arithm(x)
		if err != nil {
			s.badExpansion(err)
			return 0
		}
		return n
	}
	eval(loop.Init, 0)
	s.status = 0
	for eval(loop.Cond, 1) != 0 && s.flow == flowNone {
		if !s.body(do) {
			return
		}
		eval(loop.Post, 0)
	}
}
