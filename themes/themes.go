// Package themes holds the colour tokens, the built-in themes made of them, and the styles derived from a theme.
//
// It knows no screen and no widget, and never looks at the terminal or the environment: the caller describes them.
package themes

import (
	"fmt"
	"strings"
)

// Theme is a named set of colour tokens.
type Theme struct {
	Name  string
	Dark  bool // made for a dark background
	Plain bool // no colours at all: bold, faint and reverse video only
	Tokens
}

// Tokens are colours by purpose, as #RRGGBB or an ANSI number; "" leaves the terminal's own.
type Tokens struct {
	Text, Muted, Strong, Accent    string
	Good, Warn, Bad, Running, Idle string
	Rule, Select, Mark             string // Select and Mark are backgrounds
	OnAccent                       string // text on an Accent background
	BarFull, BarEmpty              string
	Series                         []string // neighbours differ in hue and in lightness
	Heat                           []string // rising intensity
}

// builtin are the themes in the order in which they are offered; the first is the default.
func builtin() []Theme { return []Theme{dark(), light(), none()} }

// Names are the names of the built-in themes, the default first.
func Names() []string {
	var names []string
	for _, t := range builtin() {
		names = append(names, t.Name)
	}
	return names
}

// ByName returns a built-in theme.
func ByName(name string) (Theme, error) {
	for _, t := range builtin() {
		if t.Name == name {
			return t, nil
		}
	}
	return Theme{}, fmt.Errorf("choosing theme %q: not one of %s", name, strings.Join(Names(), ", "))
}

// Pick chooses a theme. A name that the user gave wins. Otherwise NO_COLOR gives the theme without colour, and else the background
// decides between dark and light.
func Pick(name string, noColor, darkBackground bool) (Theme, error) {
	switch {
	case name != "":
		return ByName(name)
	case noColor:
		return none(), nil
	case darkBackground:
		return dark(), nil
	}
	return light(), nil
}
