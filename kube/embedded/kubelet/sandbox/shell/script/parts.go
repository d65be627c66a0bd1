package script

import (
	"slices"

	"mvdan.cc/sh/v3/syntax"
)

// Tail returns the command that a shell runs last whatever happens before it, nil for none. A shell that has read up to the end of a
// line does not know that nothing follows, so a caller must not ask about a script that ends with one.
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

// Tested reports whether errexit applies to a command's status. It does not to that of an and-or list, which has tested it.
func Tested(cmd syntax.Command) bool {
	b, ok := cmd.(*syntax.BinaryCmd)
	return !ok || b.Op == syntax.Pipe || b.Op == syntax.PipeAll
}

// KeepsRedirects reports whether a command is exec alone, whose redirections last.
func KeepsRedirects(call *syntax.CallExpr) bool {
	return len(call.Args) == 1 && call.Args[0].Lit() == "exec"
}

// Pipeline returns the statements of X | Y | Z in order. both reports, for each but the last, whether standard error is piped too.
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

// Plain returns the value of a word that needs no expansion, empty for others.
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

// HasKeys reports whether an array literal has keys that cannot be numbers.
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
