package file

import (
	"errors"
	"fmt"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// found is a file that find visits.
type found struct {
	path  string
	info  files.Info
	depth int
}

// predicate is a test or action of find.
type predicate func(f found) bool

// finder holds the expression of one find.
type finder struct {
	c        *tool.Command
	words    []string
	nesting  int
	acts     bool
	minDepth int
	maxDepth int
	deep     bool // contents before the directory, as -delete needs
	prune    bool
	status   int
	batches  []*batch
}

// batch collects the names of -exec … {} +.
type batch struct{ words, names []string }

// Find prints or acts on the files below directories that match an expression.
func Find(c *tool.Command) int {
	rest := c.Args[1:]
	var roots []string
	for len(rest) > 0 && !strings.HasPrefix(rest[0], "-") && rest[0] != "(" && rest[0] != "!" {
		roots = append(roots, rest[0])
		rest = rest[1:]
	}
	if len(roots) == 0 {
		roots = []string{"."}
	}
	f := &finder{c: c, words: rest, maxDepth: 64}
	expr, err := f.or()
	if err == nil && len(f.words) > 0 {
		err = fmt.Errorf("unexpected '%s'", f.words[0])
	}
	if err != nil {
		c.Warn("%s", err)
		return 1
	}
	for _, root := range roots {
		info, err := c.FS().Stat(c.Abs(root), false)
		if err != nil {
			c.Warn("%s: %s", root, files.Message(err))
			f.status = 1
			continue
		}
		f.visit(found{path: root, info: info}, expr)
	}
	for _, b := range f.batches {
		if len(b.names) > 0 {
			if c.Run(append(b.words, b.names...)) != 0 {
				f.status = 1
			}
		}
	}
	return f.status
}

func (f *finder) visit(at found, expr predicate) {
	f.c.Step(1)
	apply := func() {
		if at.depth < f.minDepth {
			return
		}
		if expr(at) && !f.acts {
			f.c.Print(at.path + "\n")
		}
	}
	f.prune = false
	if !f.deep {
		apply()
	}
	if at.info.IsDir() && at.depth < f.maxDepth && !f.prune {
		entries, err := f.c.FS().ReadDir(f.c.Abs(at.path))
		if err != nil {
			f.c.Warn("%s: %s", at.path, files.Message(err))
			f.status = 1
		}
		for _, e := range entries {
			name := strings.TrimSuffix(at.path, "/") + "/" + e.Name()
			f.visit(found{path: name, info: e.(files.Info), depth: at.depth + 1}, expr)
		}
	}
	if f.deep {
		apply()
	}
}

func (f *finder) next() string {
	if len(f.words) == 0 {
		return ""
	}
	w := f.words[0]
	f.words = f.words[1:]
	return w
}

func (f *finder) or() (predicate, error) {
	if f.nesting++; f.nesting > 200 {
		return nil, errors.New("expression nests too deeply")
	}
	defer func() { f.nesting-- }()
	left, err := f.and()
	for err == nil && len(f.words) > 0 && (f.words[0] == "-o" || f.words[0] == "-or") {
		f.next()
		var right predicate
		right, err = f.and()
		l := left
		left = func(at found) bool { return l(at) || right(at) }
	}
	return left, err
}

func (f *finder) and() (predicate, error) {
	var all []predicate
	for len(f.words) > 0 && f.words[0] != "-o" && f.words[0] != "-or" && f.words[0] != ")" {
		if f.words[0] == "-a" || f.words[0] == "-and" {
			f.next()
			continue
		}
		p, err := f.primary()
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return func(at found) bool {
		for _, p := range all {
			if !p(at) {
				return false
			}
		}
		return true
	}, nil
}

func (f *finder) primary() (predicate, error) {
	word := f.next()
	switch word {
	case "!", "-not":
		negate := 1
		for len(f.words) > 0 && (f.words[0] == "!" || f.words[0] == "-not") {
			f.next()
			negate++
		}
		p, err := f.primary()
		if negate%2 == 0 {
			return p, err
		}
		return func(at found) bool { return !p(at) }, err
	case "(":
		p, err := f.or()
		if err == nil && f.next() != ")" {
			err = errors.New("missing ')'")
		}
		return p, err
	case "-print":
		f.acts = true
		return func(at found) bool { f.c.Print(at.path + "\n"); return true }, nil
	case "-print0":
		f.acts = true
		return func(at found) bool { f.c.Print(at.path + "\x00"); return true }, nil
	case "-prune":
		return func(found) bool { f.prune = true; return true }, nil
	case "-delete":
		f.acts, f.deep = true, true
		return f.delete, nil
	case "-true", "-follow", "-xdev", "-mount", "-noleaf", "-depth":
		f.deep = f.deep || word == "-depth"
		return func(found) bool { return true }, nil
	case "-empty":
		return func(at found) bool {
			if !at.info.IsDir() {
				return at.info.Size() == 0
			}
			entries, _ := f.c.FS().ReadDir(f.c.Abs(at.path))
			return len(entries) == 0
		}, nil
	case "-exec":
		return f.exec()
	}
	if len(f.words) == 0 {
		return nil, fmt.Errorf("unrecognized or incomplete: %s", word)
	}
	return f.test(word, f.next())
}
