package shell

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"syscall"

	"mvdan.cc/sh/v3/expand"
	"mvdan.cc/sh/v3/syntax"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/script"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/stream"
)

const (
	maxSubst     = 1 << 20  // bytes of one command substitution
	maxReplSubst = 16 << 10 // the same in ${x//pattern/text}
	maxFields    = 100_000  // words of one command
	maxDirs      = 5_000    // directories read in one expansion
)

// config prepares an expansion in this shell.
func (s *Shell) config() *expand.Config {
	s.expansionBytes = 0
	dirs := 0
	s.cfg = expand.Config{
		Env:       environ{s},
		NoUnset:   s.flags.nounset,
		CmdSubst:  s.cmdSubst,
		ProcSubst: func(*syntax.ProcSubst) (string, error) { return "", errProcSubst },
	}
	if !s.flags.noglob {
		s.cfg.ReadDir2 = func(dir string) ([]fs.DirEntry, error) {
			if dirs++; dirs > maxDirs {
				s.p.Exceed("files that a pattern may visit")
			}
			s.p.Step(1)
			return s.surroundings.FS.ReadDir(s.abs(dir))
		}
	}
	return &s.cfg
}

var errProcSubst = errors.New("process substitution is not simulated")

// cmdSubst carries out $(…).
func (s *Shell) cmdSubst(w io.Writer, cs *syntax.CmdSubst) error {
	grown := s.expansionBytes
	out := &stream.Capture{Max: s.maxSubstBytes}
	if data, ok, err := s.substFile(cs); ok {
		if err != nil {
			s.Errf("%s\n", err)
			s.status = 1
			return nil
		}
		out.Buf = data
	} else {
		t := s.sub(s.p)
		t.fds[1].Release()
		t.fds[1] = stream.New(out)
		t.errexitOff = 0
		t.stmts(cs.Stmts)
		t.end()
		s.status = t.status
	}
	s.expansionBytes = grown
	if s.expansionBytes += len(out.Buf); s.expansionBytes > maxGrown {
		s.p.ExceedMemory("an expansion grew without end")
	}
	_, err := w.Write(out.Buf)
	return err
}

// substFile reads the file of $(<file). ok reports whether the substitution is one.
func (s *Shell) substFile(cs *syntax.CmdSubst) (data []byte, ok bool, err error) {
	if len(cs.Stmts) != 1 {
		return nil, false, nil
	}
	st := cs.Stmts[0]
	if st.Cmd != nil || len(st.Redirs) != 1 || st.Redirs[0].Op != syntax.RdrIn || st.Background || st.Negated {
		return nil, false, nil
	}
	name, err := s.literal(st.Redirs[0].Word)
	if err != nil {
		return nil, true, err
	}
	data, err = s.readFile(name)
	if err != nil {
		return nil, true, fmt.Errorf("%s: can't open %s: %s", path.Base(s.name), name, files.Message(err))
	}
	if len(data) > maxSubst {
		s.p.ExceedMemory("command output held by the shell")
	}
	return data, true, nil
}

// expandWith runs an expansion of mvdan.cc/sh. Those panic on what they do not know.
func expandWith[T any](s *Shell, words []*syntax.Word, do func(*expand.Config) (T, error)) (res T, err error) {
	s.maxSubstBytes = maxSubst
	for _, w := range words {
		if err := s.affordable(w); err != nil {
			return res, err
		}
	}
	defer func() {
		switch why := recover().(type) {
		case nil:
		default:
			if machine.Unwinds(why) {
				panic(why)
			}
			err = fmt.Errorf("bad substitution: %v", why)
		}
	}()
	return do(s.config())
}

func (s *Shell) fields(words ...*syntax.Word) ([]string, error) {
	return expandWith(s, words, func(cfg *expand.Config) ([]string, error) {
		var fields []string
		size := 0
		for f, err := range expand.FieldsSeq(cfg, words...) {
			if err != nil {
				return nil, err
			}
			fields = append(fields, f)
			if size += len(f); len(fields) > maxFields || size > maxGrown {
				return nil, syscall.E2BIG
			}
		}
		return fields, nil
	})
}

func (s *Shell) literal(w *syntax.Word) (string, error) {
	if w == nil {
		return "", nil
	}
	if lit := script.Plain(w); lit != "" {
		return lit, nil
	}
	return expandWith(s, []*syntax.Word{w}, func(cfg *expand.Config) (string, error) { return expand.Literal(cfg, w) })
}

func (s *Shell) document(w *syntax.Word) (string, error) {
	return expandWith(s, []*syntax.Word{w}, func(cfg *expand.Config) (string, error) { return expand.Document(cfg, w) })
}

func (s *Shell) pattern(w *syntax.Word) (string, error) {
	return expandWith(s, []*syntax.Word{w}, func(cfg *expand.Config) (string, error) { return expand.Pattern(cfg, w) })
}

func (s *Shell) arithm(x syntax.ArithmExpr) (int, error) {
	return expandWith(s, nil, func(cfg *expand.Config) (int, error) { return expand.Arithm(cfg, x) })
}

// affordable refuses ${x//pattern/text} and ${x##pattern} whose search or result would be far too large: nothing can stop such an
// expansion once it has begun.
func (s *Shell) affordable(w *syntax.Word) error {
	simple := true
	for _, part := range w.Parts {
		switch part := part.(type) {
		case *syntax.Lit, *syntax.SglQuoted:
		case *syntax.ParamExp:
			simple = simple && part.Short
		default:
			simple = false
		}
	}
	if simple {
		return nil
	}
	var err error
	syntax.Walk(w, func(n syntax.Node) bool {
		pe, ok := n.(*syntax.ParamExp)
		if !ok || pe.Param == nil {
			_, isSubst := n.(*syntax.CmdSubst)
			return err == nil && !isSubst // its own words are checked when they run
		}
		size := len(s.Value(pe.Param.Value)) + 1
		if name := pe.Param.Value; name == "@" || name == "*" || pe.Index != nil {
			v := s.lookup(name)
			for _, item := range v.List {
				size += len(item)
			}
		}
		other := 0
		if pe.Repl != nil {
			s.maxSubstBytes = maxReplSubst
			other = s.bulk(pe.Repl.Orig) + s.bulk(pe.Repl.With)
		} else if pe.Exp != nil {
			other = s.bulk(pe.Exp.Word)
		}
		if size*other > machine.MaxProduct {
			err = fmt.Errorf("%s: substitution too large", pe.Param.Value)
		}
		return err == nil
	})
	return err
}

// bulk returns roughly how long a word becomes.
func (s *Shell) bulk(w *syntax.Word) int {
	if w == nil {
		return 0
	}
	n := 0
	syntax.Walk(w, func(node syntax.Node) bool {
		switch node := node.(type) {
		case *syntax.Lit:
			n += len(node.Value)
		case *syntax.SglQuoted:
			n += len(node.Value)
		case *syntax.ParamExp:
			if node.Param != nil {
				n += len(s.Value(node.Param.Value))
			}
		case *syntax.CmdSubst:
			n += maxReplSubst
			return false
		}
		return true
	})
	return n
}
