package script

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// Tail is the command that a shell runs last, come what may before it, nil for none. A shell that has read no further than to
// the end of a line does not know that it is the last; so the caller leaves out scripts that end with one.
func Tail(stmts []*syntax.Stmt) *syntax.CallExpr {
	if len(stmts) == 0 {
		return nil
	}
	last := stmts[len(stmts)-1]
	if last.Negated || last.Background {
		return nil
	}
	switch cmd := last.Cmd.(type) {
	case *syntax.CallExpr:
		return cmd
	case *syntax.Block:
		return Tail(cmd.Stmts)
	case *syntax.BinaryCmd:
		if cmd.Op == syntax.AndStmt || cmd.Op == syntax.OrStmt {
			return Tail([]*syntax.Stmt{cmd.Y})
		}
	}
	return nil
}

// Tested says whether errexit looks at a command's status: an and-or list did so itself.
func Tested(cmd syntax.Command) bool {
	b, ok := cmd.(*syntax.BinaryCmd)
	return !ok || b.Op == syntax.Pipe || b.Op == syntax.PipeAll
}

// KeepsRedirects recognises exec without a command.
func KeepsRedirects(call *syntax.CallExpr) bool {
	return len(call.Args) == 1 && call.Args[0].Lit() == "exec"
}

// Pipeline are the statements of X | Y | Z in order; both reports for each but the last whether standard error is piped too.
func Pipeline(b *syntax.BinaryCmd) (parts []*syntax.Stmt, both []bool) {
	parts = []*syntax.Stmt{b.Y}
	both = []bool{b.Op == syntax.PipeAll}
	x := b.X
	for {
		inner, ok := x.Cmd.(*syntax.BinaryCmd)
		if !ok || inner.Op != syntax.Pipe && inner.Op != syntax.PipeAll || len(x.Redirs) > 0 || x.Negated || x.Background {
			break
		}
		parts = append(parts, inner.Y)
		both = append(both, inner.Op == syntax.PipeAll)
		x = inner.X
	}
	parts = append(parts, x)
	slices.Reverse(parts)
	slices.Reverse(both)
	return parts, both
}

// Plain is the value of a word that needs no expansion, or empty.
func Plain(w *syntax.Word) string {
	if len(w.Parts) != 1 {
		return ""
	}
	lit, ok := w.Parts[0].(*syntax.Lit)
	if !ok {
		return ""
	}
	for _, c := range lit.Value {
		switch c {
		case '\\', '~', '*', '?', '[', '{', '=', ':':
			return ""
		}
	}
	return lit.Value
}

// HasKeys says whether an array literal has keys that cannot be numbers.
func HasKeys(a *syntax.ArrayExpr) bool {
	for _, el := range a.Elems {
		if w, ok := el.Index.(*syntax.Word); ok && len(w.Parts) == 1 {
			if _, quoted := w.Parts[0].(*syntax.DblQuoted); quoted {
				return true
			}
		}
	}
	return false
}
