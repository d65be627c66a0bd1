// Package printable makes text that came from a cluster safe to show on a terminal. It never changes what a person can read, and knows
// nothing of colours or widths.
package printable

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text removes what is unsafe from a text: whole escape sequences, colours included, other control characters, and characters that
// reorder text (bidi overrides) or hide in it (zero width, tags). Invalid UTF-8 becomes U+FFFD. Letters, accents, wide
// characters and emoji stay. Line breaks stay, without a carriage return before them, and a tab becomes spaces up to the next
// multiple of eight.
func Text(s string) string {
	clean := 0
	for clean < len(s) && (s[clean] >= ' ' && s[clean] < 0x7f || s[clean] == '\n') {
		clean++
	}
	if clean == len(s) {
		return s // nearly all text is plain ASCII, and is not copied
	}
	var b strings.Builder
	b.Grow(len(s) + 8)
	b.WriteString(s[:clean])
	column := clean - 1 - strings.LastIndexByte(s[:clean], '\n')
	var last rune
	marks := 0 // accents on the present character
	if column > 0 {
		last = rune(s[clean-1])
	}
	for i := clean; i < len(s); {
		if n := plainLength(s[i:]); n > 0 {
			b.WriteString(s[i : i+n])
			column, last, marks = column+n, rune(s[i+n-1]), 0
			i += n
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case ordinary(r):
			b.WriteString(s[i : i+size])
			column, last = column+1, r
		case r == 0x1b || r == 0x9b || r == 0x90 || r == 0x98 || r >= 0x9d && r <= 0x9f:
			size = escapeLength(s[i:])
		case r == '\n':
			b.WriteByte('\n')
			column, last = 0, 0
		case r == '\t':
			spaces := 8 - column%8
			b.WriteString("        "[:spaces])
			column, last = column+spaces, ' '
		case r == utf8.RuneError && size == 1:
			b.WriteRune(utf8.RuneError)
			column, last = column+1, utf8.RuneError
		case !visible(r, last, s[i+size:]):
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r):
			if marks++; marks <= maxMarks {
				b.WriteString(s[i : i+size])
				last = r
			}
			i += size
			continue
		default:
			b.WriteString(s[i : i+size])
			column, last = column+1, r
		}
		marks = 0
		i += size
	}
	return b.String()
}

// plainLength is how many characters at the start of s are printable ASCII.
func plainLength(s string) int {
	n := 0
	for n < len(s) && s[n] >= ' ' && s[n] < 0x7f {
		n++
	}
	return n
}

// ordinary reports whether a character is in one of the blocks in which all characters are visible: accented Latin letters, Cyrillic
// without its combining marks, Chinese, Japanese kana and Korean syllables. It only saves slower look-ups.
func ordinary(r rune) bool {
	return r > 0xa0 && r < 0x300 && r != 0xad || r >= 0x400 && r < 0x483 || r >= 0x4e00 && r < 0xa000 ||
		r >= 0x3041 && r < 0x3097 || r >= 0x30a1 && r < 0x3100 || r >= 0xac00 && r < 0xd7a4
}

// Characters of no width that written language and emoji need.
const (
	zeroWidthJoiner   = '\u200d' // holds compound emoji together
	textPresentation  = '\ufe0e' // after a symbol: as text
	emojiPresentation = '\ufe0f' // after a symbol: as an emoji
)

// maxMarks is how many accents one character may carry; written languages need no more.
const maxMarks = 6

// visible reports whether a character is visible, or changes only the one before it.
func visible(r, last rune, rest string) bool {
	switch {
	case unicode.IsControl(r):
		return false
	case r == zeroWidthJoiner:
		next, _ := utf8.DecodeRuneInString(rest)
		return joinable(last) && joinable(next)
	case r == textPresentation || r == emojiPresentation:
		return last != 0 && last != ' '
	case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Me, r):
		// An accent belongs to the character before it; variation selectors other than the two above only hide data.
		return last != 0 && !unicode.Is(unicode.Variation_Selector, r) && r != '\u034f'
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
		return false
	case r == '\u115f', r == '\u1160', r == '\u3164', r == '\uffa0': // Hangul fillers: letters that show nothing
		return false
	}
	return true
}

// joinable reports whether a joiner beside the character makes sense: between symbols, as in compound emoji, and in the scripts
// that use it to shape letters.
func joinable(r rune) bool {
	return r > 0x2000 && unicode.In(r, unicode.So, unicode.Sk, unicode.Sm) || r == emojiPresentation ||
		unicode.In(r, unicode.Devanagari, unicode.Bengali, unicode.Malayalam, unicode.Sinhala, unicode.Kannada, unicode.Tamil, unicode.Telugu)
}

// escapeLength is how many bytes the escape sequence at the start of s takes. One that does not end takes its introducer and
// parameters only, so that text after a broken sequence stays readable.
func escapeLength(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	kind := byte(0)
	if r == 0x1b {
		if len(s) == size {
			return size
		}
		kind = s[size]
		size++
	} else {
		kind = byte(r - 0x40) // the one-character forms stand for ESC and this
	}
	switch kind {
	case '[':
		return csiLength(s, size)
	case ']', 'P', 'X', '^', '_':
		return stringLength(s, size)
	}
	if kind >= ' ' && kind <= '/' { // such as ESC ( B: choose a character set
		for size < len(s) && s[size] >= ' ' && s[size] <= '/' {
			size++
		}
		if size < len(s) && s[size] >= '0' && s[size] <= '~' {
			size++
		}
		return size
	}
	if kind >= 0x30 && kind <= 0x7e {
		return size
	}
	return size - 1 // not a sequence: only ESC goes
}

func csiLength(s string, i int) int {
	for i < len(s) && s[i] >= 0x20 && s[i] <= 0x3f {
		i++
	}
	if i < len(s) && s[i] >= 0x40 && s[i] <= 0x7e {
		i++
	}
	return i
}

// maxControlString bounds how far a control string (a window title, say) reaches when its end is not found.
const maxControlString = 4096

func stringLength(s string, start int) int {
	for i := start; i < len(s) && i < start+maxControlString; i++ {
		switch {
		case s[i] == 0x07:
			return i + 1
		case s[i] == 0x1b:
			if i+1 < len(s) && s[i+1] == '\\' {
				return i + 2
			}
			return i // another sequence begins, which ends this one
		case s[i] == 0xc2 && i+1 < len(s) && s[i+1] == 0x9c:
			return i + 2
		case s[i] == '\n':
			return i
		}
	}
	return start
}
