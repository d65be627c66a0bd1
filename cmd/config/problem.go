package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/lithammer/fuzzysearch/fuzzy"
)

// Problem is one thing that is wrong with the configuration, at its place.
type Problem struct {
	File         string // or the name of an environment variable
	Line, Column int    // from 1; zero where there is none
	Key          string // the path of keys, such as log.level; "" for the file as a whole
	Text         string
}

// Error is the problem as one line: file:line:column: key: text.
func (p Problem) Error() string {
	place := p.File
	if p.Line > 0 {
		place += fmt.Sprintf(":%d:%d", p.Line, p.Column)
	}
	if p.Key != "" {
		place += ": " + p.Key
	}
	return place + ": " + p.Text
}

// Errors is everything that is wrong with the configuration, in the order of the file.
type Errors []Problem

func (e Errors) Error() string { return strings.Join(e.Lines(), "\n") }

// Lines returns a line for each problem.
func (e Errors) Lines() []string {
	var lines []string
	for _, p := range e {
		lines = append(lines, p.Error())
	}
	return lines
}

func (e Errors) sorted() Errors {
	slices.SortStableFunc(e, func(a, b Problem) int { return cmp.Or(a.Line-b.Line, a.Column-b.Column) })
	return e
}

// suggest returns the known word that is most like a mistyped one as "; did you mean …?", or "" when none is like it.
func suggest(word string, known []string) string {
	best, least := "", len(word)/3+2
	for _, k := range known {
		if d := fuzzy.LevenshteinDistance(strings.ToLower(word), k); d < least {
			best, least = k, d
		}
	}
	if best == "" {
		return ""
	}
	return suggestion(best)
}

func suggestion(word string) string { return "; did you mean " + word + "?" }
