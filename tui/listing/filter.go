package listing

import (
	"strings"

	"k8s.io/apimachinery/pkg/labels"
)

// Filter says which objects of a list are shown. As in k9s, text matches names that contain its letters in that order, "!text" hides names
// that contain the text, and "-l app=web" selects by label.
type Filter struct {
	text     string // in lower case, without the prefix
	inverse  bool
	selector labels.Selector
	// Err says why a label selector cannot be read; such a filter hides nothing.
	Err error
}

// ParseFilter reads the text that the user typed.
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

// narrows reports whether everything that next shows is also shown by f: both are the same text, next with more at its end.
func (f Filter) narrows(next Filter) bool {
	plain := func(f Filter) bool { return f.text != "" && !f.inverse && f.selector == nil }
	return plain(f) && plain(next) && strings.HasPrefix(next.text, f.text)
}

// noMatch is the rank of hidden objects.
const noMatch = -1

// Rank says how well an object matches, lower is better; −1 when the filter hides it. name and others are in lower case. The others must
// contain the text as a whole: their scattered letters would match too easily.
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

// scattered says how well a name contains the letters of text in order, lower is better, −1 when it does not. Letters close together count
// most, then those near the beginning, so that "img" finds image-processor before typo-image and both before manual-import-5g.
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
			break // later starts do not match either
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
