package logs

import "bytes"

// literal finds a fixed text, ignoring the case of ASCII letters if wanted. bytes.Index is very fast, but knows only one case; when case
// is ignored, the rarest byte of the literal is looked for in both.
type literal struct {
	text []byte // in lower case when fold is set
	fold bool
	rare int // place of its rarest byte
}

func newLiteral(text string, fold bool) *literal {
	l := &literal{text: []byte(text), fold: fold}
	for i, c := range l.text {
		if commonness(c) < commonness(l.text[l.rare]) {
			l.rare = i
		}
	}
	return l
}

// commonness ranks bytes by how often they occur in log lines, roughly.
func commonness(c byte) int {
	return bytes.IndexByte([]byte("zqjxkwvybhgfpmcudlrsnioat/-:.0123456789e "), c)
}

// index returns the first place of the literal in text, −1 when it does not occur.
func (l *literal) index(text []byte) int {
	scan := l.scan(text)
	return scan.next(0)
}

// scan walks over the places of a literal in a text. It remembers the next place of the rare byte in each case, so that a case that does
// not occur is looked for only once.
type scan struct {
	*literal
	whole      []byte
	small, big int // the next place of the rare byte in each case, len(whole) for none
}

func (l *literal) scan(text []byte) scan {
	s := scan{literal: l, whole: text}
	if l.fold {
		s.small, s.big = find(text, 0, l.text[l.rare]), len(text)
		if c := upper(l.text[l.rare]); c != l.text[l.rare] {
			s.big = find(text, 0, c)
		}
	}
	return s
}

// next returns the first place at or after from, −1 for none. from never decreases.
func (s *scan) next(from int) int {
	if !s.fold {
		if i := bytes.Index(s.whole[from:], s.text); i >= 0 {
			return from + i
		}
		return -1
	}
	c := s.text[s.rare]
	for {
		if s.small < from+s.rare {
			s.small = find(s.whole, from+s.rare, c)
		}
		if s.big < from+s.rare {
			s.big = find(s.whole, from+s.rare, upper(c))
		}
		at := min(s.small, s.big)
		if at == len(s.whole) {
			return -1
		}
		from = at - s.rare
		if from+len(s.text) <= len(s.whole) && s.equal(s.whole[from:]) {
			return from
		}
		from++
	}
}

func find(text []byte, from int, c byte) int {
	if from >= len(text) {
		return len(text)
	}
	if i := bytes.IndexByte(text[from:], c); i >= 0 {
		return from + i
	}
	return len(text)
}

func (l *literal) equal(text []byte) bool {
	for i, want := range l.text {
		c := text[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != want {
			return false
		}
	}
	return true
}

func upper(c byte) byte {
	if 'a' <= c && c <= 'z' {
		return c - ('a' - 'A')
	}
	return c
}
