package logs

import (
	"regexp"
	"regexp/syntax"
	"slices"
	"unicode"
)

// pattern is a compiled search. A literal that every match must contain is found in the syntax of the expression; lines without it, nearly
// all of them, are skipped without running the expression.
type pattern struct {
	re   *regexp.Regexp
	must *literal // nil when no literal is certain
	// also holds further literals that every match contains.
	also []*literal
	// exact reports whether the expression is nothing but must.
	exact bool
}

// compile reads a regular expression. It ignores case unless the expression has a capital letter, like less and k9s.
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
	for _, found := range required(tree, nil) {
		text := string(found.runes)
		if found.fold {
			text = longestASCII(found.runes)
		}
		if text == "" {
			continue
		}
		p.also = append(p.also, newLiteral(text, found.fold))
		p.exact = tree.Op == syntax.OpLiteral && text == string(found.runes)
	}
	if len(p.also) > 0 {
		slices.SortStableFunc(p.also, func(a, b *literal) int { return len(b.text) - len(a.text) })
		p.must, p.also = p.also[0], p.also[1:]
	}
	return p, nil
}

// hasUpper ignores letters after a backslash: \S and \W are classes, not capitals.
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

// certain is a literal that every match contains, in lower case when case is ignored.
type certain struct {
	runes []rune
	fold  bool
}

// required appends the literals that every match of an expression contains.
func required(re *syntax.Regexp, found []certain) []certain {
	switch re.Op {
	case syntax.OpLiteral:
		c := certain{slices.Clone(re.Rune), re.Flags&syntax.FoldCase != 0}
		if c.fold {
			for i, r := range c.runes {
				c.runes[i] = unicode.ToLower(r)
			}
		}
		return append(found, c)
	case syntax.OpCapture, syntax.OpPlus:
		return required(re.Sub[0], found)
	case syntax.OpRepeat:
		if re.Min > 0 {
			return required(re.Sub[0], found)
		}
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			found = required(sub, found)
		}
	}
	return found
}

// longestASCII returns the longest part that folds byte by byte. Two letters beyond ASCII, ſ and the Kelvin sign, fold to one within; the
// search does not find them.
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

// match reports whether a line matches.
func (p *pattern) match(line []byte) bool {
	if p.must != nil {
		if p.must.index(line) < 0 {
			return false
		}
		if p.exact {
			return true
		}
	}
	return p.matchRest(line)
}

// matchRest is match for a line that is known to contain must.
func (p *pattern) matchRest(line []byte) bool {
	for _, l := range p.also {
		if l.index(line) < 0 {
			return false
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
		if b.entries[i].source >= 0 && (p.exact || p.matchRest(b.text[from:to])) {
			found = append(found, b.first+i)
		}
		at = to + 1
	}
	return found
}
