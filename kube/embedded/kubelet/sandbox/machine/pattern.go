package machine

import (
	"errors"
	"regexp"

	"mvdan.cc/sh/v3/pattern"
)

const (
	maxRegexps = 64
	MaxProduct = 64 << 20 // bytes of a text times bytes of what is searched in it
)

// Regexp compiles an expression, or returns it from a cache.
func (p *Process) Regexp(expr string) (*regexp.Regexp, error) {
	m := p.m
	if rx, ok := m.regexps[expr]; ok {
		return rx, nil
	}
	if len(expr) > 64<<10 {
		return nil, errors.New("pattern too long")
	}
	rx, err := regexp.Compile(expr)
	if err != nil {
		return nil, err
	}
	if len(m.regexps) >= maxRegexps || m.regexps == nil {
		m.regexps = map[string]*regexp.Regexp{}
	}
	m.regexps[expr] = rx
	return rx, nil
}

// Match reports whether a shell pattern matches all of a string.
func (p *Process) Match(pat, subject string) bool {
	if len(pat)*len(subject) > MaxProduct {
		return false
	}
	p.Step(len(pat) * len(subject) >> 16)
	expr, err := pattern.Regexp(pat, pattern.EntireString|pattern.ExtendedOperators)
	if err != nil {
		return pat == subject
	}
	rx, err := p.Regexp(expr)
	return err == nil && rx.MatchString(subject)
}
