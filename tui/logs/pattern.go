package logs

import (
	"regexp"
	"regexp/syntax"
	"unicode"
)

// pattern is a compiled search. A literal that every match must hold, found in the expression's syntax, lets it pass over
// nearly all lines without running the expression.
type pattern struct {
	re   *regexp.Regexp
	must *literal // nil when no literal is certain
	// exact says that the expression is nothing but the literal.
	exact bool
}

// compile reads a regular expression. It ignores case unless the expression holds a capital letter, as less and k9s do.
func compile(text string) (*pattern, error) {
	source := text
	if !hasUpper(text) {
		source = "(?i)" + text
	}
	re, err := regexp.Compile(source)
	if err != nil {
		return nil, err
	}
	p := &pattern{re: re}
	tree, err := syntax.Parse(source, syntax.Perl)
	if err != nil {
		return p, nil
	}
	runes, fold := required(tree)
	must := string(runes)
	if fold {
		must = longestASCII(runes)
	}
	if must != "" {
		p.must = newLiteral(must, fold)
		p.exact = tree.Op == syntax.OpLiteral && must == string(runes)
	}
	return p, nil
}

// hasUpper ignores what stands after a backslash: \S and \W are classes, not capitals.
func hasUpper(text string) bool {
	escaped := false
	for _, r := range text {
		if unicode.IsUpper(r) && !escaped {
			return true
		}
		escaped = r == '\\' && !escaped
	}
	return false
}

// required is the longest literal that every match holds, in small letters when case is ignored; empty when none is certain.
func required(re *syntax.Regexp) (literal []rune, fold bool) {
	switch re.Op {
	case syntax.OpLiteral:
		fold = re.Flags&syntax.FoldCase != 0
		literal = append(literal, re.Rune...)
		if fold {
			for i, r := range literal {
				literal[i] = unicode.ToLower(r)
			}
		}
		return literal, fold
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0])
	case syntax.OpRepeat:
		if re.Min > 0 {
			return required(re.Sub[0])
		}
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if l, f := required(sub); len(l) > len(literal) {
				literal, fold = l, f
			}
		}
	}
	return literal, fold
}

// longestASCII is the longest part that folds byte by byte. Of the two letters beyond ASCII that fold to one within, ſ and the
// Kelvin sign, a search knows nothing.
func longestASCII(runes []rune) string {
	best, start := "", 0
	for i := 0; i <= len(runes); i++ {
		if i < len(runes) && runes[i] < 0x80 {
			continue
		}
		if i-start > len(best) {
			best = string(runes[start:i])
		}
		start = i + 1
	}
	return best
}

// match says whether a line holds the pattern.
func (p *pattern) match(line []byte) bool {
	if p.must != nil {
		if p.must.index(line) < 0 {
			return false
		}
		if p.exact {
			return true
		}
	}
	return p.re.Match(line)
}

// search appends the sequence numbers of a block's matching lines to found.
func (p *pattern) search(b *block, found []int) []int {
	if p.must == nil {
		for i := range b.entries {
			if from, to := b.bounds(i); b.entries[i].source >= 0 && p.re.Match(b.text[from:to]) {
				found = append(found, b.first+i)
			}
		}
		return found
	}
	scan := p.must.scan(b.text)
	for at := 0; at <= len(b.text); {
		hit := scan.next(at)
		if hit < 0 {
			break
		}
		i := b.lineAt(hit)
		from, to := b.bounds(i)
		if b.entries[i].source >= 0 && (p.exact || p.re.Match(b.text[from:to])) {
			found = append(found, b.first+i)
		}
		at = to + 1
	}
	return found
}
