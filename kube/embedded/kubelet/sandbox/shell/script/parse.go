// Package script parses shell scripts and answers questions about their syntax. It runs nothing.
package script

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"mvdan.cc/sh/v3/syntax"
)

const (
	maxScript  = 512 << 10
	MaxOpeners = 20_000 // tokens that may open a nested construct, into which the parser recurses
)

// parsers are reused, since each has large buffers.
var parsers = sync.Pool{New: func() any { return syntax.NewParser(syntax.Variant(syntax.LangBash)) }}

// Parse parses a script. Its errors read like a shell's: "syntax error: …".
func Parse(script string) (stmts []*syntax.Stmt, err error) {
	if len(script) > maxScript {
		return nil, fmt.Errorf("script of %d bytes is longer than the %d that a simulated shell reads", len(script), maxScript)
	}
	if Openers(script) > MaxOpeners {
		return nil, fmt.Errorf("script nests more than %d constructs, which a simulated shell does not read", MaxOpeners)
	}
	defer func() {
		if why := recover(); why != nil {
			stmts, err = nil, fmt.Errorf("syntax error: %v", why)
		}
	}()
	parser := parsers.Get().(*syntax.Parser)
	file, err := parser.Parse(strings.NewReader(script), "")
	parsers.Put(parser) // not after a panic
	if err != nil {
		var perr syntax.ParseError
		if errors.As(err, &perr) {
			return nil, fmt.Errorf("line %d: syntax error: %s", perr.Pos.Line(), perr.Text)
		}
		return nil, fmt.Errorf("syntax error: %w", err)
	}
	return file.Stmts, nil
}

// Openers counts what may open a nested construct. Too many are refused before the parser recurses into them.
func Openers(script string) int {
	n := 0
	for i := 0; i < len(script); i++ {
		switch script[i] {
		case '(', '{', '[', '`', '!', '~', '?', '+', '-', '*', '/', '|', '&', '<', '^', '%', ',', '=':
			// Runs of one character, as in a rule of dashes, count once where they cannot nest.
			if i == 0 || script[i-1] != script[i] || strings.IndexByte("({[!~", script[i]) >= 0 {
				n++
			}
		}
	}
	for _, word := range []string{"if", "while", "until", "for", "case", "select", "time", "function", "coproc"} {
		n += strings.Count(script, word)
	}
	return n
}
