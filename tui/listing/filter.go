package listing

import (
	"strings"

	"k8s.io/apimachinery/pkg/labels"
)

// Filter says which objects of a list are shown. As in k9s: text finds names that hold its letters in that order, "!text"
// hides what holds the text, "-l app=web" selects by label.
type Filter struct {
	text     string // in lower case, without the sign
	inverse  bool
	selector labels.Selector
	// Err says why a label selector cannot be read; such a filter hides nothing.
	Err error
}

// ParseFilter reads what the user typed.
func ParseFilter(typed string) Filter {
	typed = strings.TrimSpace(typed)
	if rest, ok := strings.CutPrefix(typed, "-l"); ok && (rest == "" || rest[0] == ' ') {
		selector, err := labels.Parse(strings.TrimSpace(rest))
		if err != nil {
			return Filter{Err: err}
		}
		return Filter{selector: selector}
	}
	rest, inverse := strings.CutPrefix(typed, "!")
	return Filter{text: strings.ToLower(strings.TrimSpace(rest)), inverse: inverse}
}

// IsZero reports whether the filter hides nothing.
func (f Filter) IsZero() bool { return f.text == "" && (f.selector == nil || f.selector.Empty()) }

// narrows reports whether all that the next filter leaves is among what this one left: it is the same text with more behind it.
func (f Filter) narrows(next Filter) bool {
	plain := func(f Filter) bool { return f.text != "" && !f.inverse && f.selector == nil }
	return plain(f) && plain(next) && strings.HasPrefix(next.text, f.text)
}

// noMatch is the rank of what is hidden.
const noMatch = -1

// Rank is how well an object fits, less is better, or −1 when the filter hides it. name and the others are in lower case; the
// others are found only as they are written, since their letters fit too easily in any order.
func (f Filter) Rank(name string, others []string, set map[string]string) int {
	switch {
	case f.selector != nil:
		if f.selector.Matches(labels.Set(set)) {
			return 0
		}
		return noMatch
	case f.text == "":
		return 0
	case f.inverse:
		if strings.Contains(name, f.text) || containsAny(others, f.text) {
			return noMatch
		}
		return 0
	case strings.Contains(name, f.text):
		return 0
	case containsAny(others, f.text):
		return 1
	}
	if spread := scattered(f.text, name); spread >= 0 {
		return 2 + spread
	}
	return noMatch
}

// scattered is how well a name holds the letters of text in their order, less is better: close together counts most, then near
// the beginning, so that "img" finds image-processor before typo-image and both before manual-import-5g. −1 when it does not.
func scattered(text, name string) int {
	best := -1
	for from := 0; from+len(text) <= len(name); from++ {
		if name[from] != text[0] {
			continue
		}
		matched, at := 1, from+1
		for ; at < len(name) && matched < len(text); at++ {
			if name[at] == text[matched] {
				matched++
			}
		}
		if matched < len(text) {
			break // nor is there a match from further on
		}
		if spread := (at-from)*256 + min(from, 255); best < 0 || spread < best {
			best = spread
		}
	}
	return best
}

func containsAny(texts []string, part string) bool {
	for _, text := range texts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}
