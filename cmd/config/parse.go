package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// parse reads the text of a file strictly: every key must be known, once, and have a value of its option's type.
func parse(name string, data []byte, table []Option) (map[string]entry, Errors) {
	p := &parser{file: name, options: map[string]Option{}, sections: map[string][]string{}, entries: map[string]entry{}}
	for _, o := range table {
		p.options[o.Key] = o
		section, _ := cutKey(o.Key)
		p.sections[section] = append(p.sections[section], o.Key)
		for section != "" {
			outer, _ := cutKey(section)
			if !slices.Contains(p.sections[outer], section) {
				p.sections[outer] = append(p.sections[outer], section)
			}
			section = outer
		}
	}
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	var document yaml.Node
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		return p.entries, nil // empty, or remarks alone
	case err != nil:
		p.syntax(err)
		return nil, p.problems
	}
	if root := document.Content[0]; !isNull(root) {
		p.section("", root)
	}
	var next yaml.Node
	switch err := decoder.Decode(&next); {
	case errors.Is(err, io.EOF):
	case err != nil:
		p.syntax(err)
	default:
		p.problem(&next, "", "a second document begins here; only one is read")
	}
	return p.entries, p.problems.sorted()
}

type parser struct {
	file     string
	options  map[string]Option
	sections map[string][]string // keys directly in a section; "" is the outermost
	entries  map[string]entry
	problems Errors
}

func (p *parser) problem(at *yaml.Node, key, format string, args ...any) {
	p.problems = append(p.problems, Problem{File: p.file, Line: at.Line, Column: at.Column, Key: key, Text: fmt.Sprintf(format, args...)})
}

// section reads a mapping of keys.
func (p *parser) section(path string, node *yaml.Node) {
	if node.Kind != yaml.MappingNode {
		p.problem(node, path, "is %s: want a mapping, such as %s: …", kindOf(node), lastKey(p.sections[path][0]))
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		name, value := node.Content[i], node.Content[i+1]
		if name.Kind != yaml.ScalarNode {
			p.problem(name, path, "a key is %s: want a word", kindOf(name))
			continue
		}
		key := joinKey(path, name.Value)
		if line, twice := seen[name.Value]; twice {
			p.problem(name, key, "is given twice, first in line %d", line)
			continue
		}
		seen[name.Value] = name.Line
		option, known := p.options[key]
		switch {
		case known && strings.Contains(name.Value, "."):
			section, last := cutKey(name.Value)
			p.problem(name, key, "is written as a section: %s, and %s below it", section, last)
		case known:
			p.value(option, value)
		case p.sections[key] != nil:
			if !isNull(value) {
				p.section(key, value)
			}
		default:
			p.problem(name, key, "unknown key%s", p.suggest(path, name.Value))
		}
	}
}

// suggest returns what a mistyped key of a section may have meant: a key of that name elsewhere, or one like it in the section.
func (p *parser) suggest(section, name string) string {
	for _, key := range slices.Sorted(maps.Keys(p.options)) {
		if lastKey(key) == name || strings.ReplaceAll(key, ".", "") == name {
			return suggestion(key)
		}
	}
	return suggest(joinKey(section, name), p.sections[section])
}

// value reads the value of an option.
func (p *parser) value(o Option, node *yaml.Node) {
	want := map[Type]string{Choice: "!!str", File: "!!str", Number: "!!int", Switch: "!!bool"}[o.Type]
	switch {
	case node.Kind != yaml.ScalarNode:
		p.problem(node, o.Key, "is %s: want %s", kindOf(node), o.Values())
		return
	case isNull(node) || node.Value == "":
		p.problem(node, o.Key, "has no value: want %s, or leave the key out", o.Values())
		return
	case node.ShortTag() != want:
		p.problem(node, o.Key, "is %s: want %s", kindOf(node), o.Values())
		return
	}
	if err := o.check(node.Value); err != nil {
		p.problem(node, o.Key, "%v%s", err, suggest(node.Value, o.Allowed))
		return
	}
	p.entries[o.Key] = entry{text: node.Value, line: node.Line, column: node.Column}
}

var yamlLine = regexp.MustCompile(`^line (\d+): `)

// syntax reports what the YAML library says of a text that is none.
func (p *parser) syntax(err error) {
	text := strings.TrimPrefix(err.Error(), "yaml: ")
	problem := Problem{File: p.file, Text: "not YAML: " + text}
	if found := yamlLine.FindStringSubmatch(text); found != nil {
		problem.Line, _ = strconv.Atoi(found[1])
		problem.Column, problem.Text = 1, "not YAML: "+strings.TrimPrefix(text, found[0])
	}
	p.problems = append(p.problems, problem)
}
