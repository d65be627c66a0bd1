package sandbox

import (
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"
)

// found is a file that find visits.
type found struct {
	path  string
	info  Info
	depth int
}

// predicate is a test or action of find.
type predicate func(f found) bool

// finder holds the expression of one find.
type finder struct {
	c        *command
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

func programFind(c *command) int {
	rest := c.args[1:]
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
		c.warn("%s", err)
		return 1
	}
	for _, root := range roots {
		info, err := c.fs().Stat(c.abs(root), false)
		if err != nil {
			c.warn("%s: %s", root, message(err))
			f.status = 1
			continue
		}
		f.visit(found{path: root, info: info}, expr)
	}
	for _, b := range f.batches {
		if len(b.names) > 0 {
			if c.exec(append(b.words, b.names...), nil) != 0 {
				f.status = 1
			}
		}
	}
	return f.status
}

func (f *finder) visit(at found, expr predicate) {
	f.c.p.step(1)
	apply := func() {
		if at.depth < f.minDepth {
			return
		}
		if expr(at) && !f.acts {
			f.c.print(at.path + "\n")
		}
	}
	f.prune = false
	if !f.deep {
		apply()
	}
	if at.info.IsDir() && at.depth < f.maxDepth && !f.prune {
		entries, err := f.c.fs().ReadDir(f.c.abs(at.path))
		if err != nil {
			f.c.warn("%s: %s", at.path, message(err))
			f.status = 1
		}
		for _, e := range entries {
			name := strings.TrimSuffix(at.path, "/") + "/" + e.Name()
			f.visit(found{path: name, info: e.(Info), depth: at.depth + 1}, expr)
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
		return func(at found) bool { f.c.print(at.path + "\n"); return true }, nil
	case "-print0":
		f.acts = true
		return func(at found) bool { f.c.print(at.path + "\x00"); return true }, nil
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
				return at.info.size == 0
			}
			entries, _ := f.c.fs().ReadDir(f.c.abs(at.path))
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

func (f *finder) test(word, arg string) (predicate, error) {
	switch word {
	case "-name":
		return func(at found) bool { return f.c.match(arg, path.Base(at.path)) }, nil
	case "-iname":
		return func(at found) bool {
			return f.c.match(strings.ToLower(arg), strings.ToLower(path.Base(at.path)))
		}, nil
	case "-path", "-wholename":
		return func(at found) bool { return f.c.match(arg, at.path) }, nil
	case "-type":
		return func(at found) bool { return strings.Contains(arg, kindLetter(at.info)) }, nil
	case "-newer":
		ref, err := f.c.fs().Stat(f.c.abs(arg), true)
		if err != nil {
			return nil, fmt.Errorf("%s: %s", arg, message(err))
		}
		return func(at found) bool { return at.info.mtime.After(ref.mtime) }, nil
	case "-maxdepth", "-mindepth":
		n, err := strconv.Atoi(arg)
		if err != nil || n < 0 {
			return nil, fmt.Errorf("invalid number '%s'", arg)
		}
		if word == "-maxdepth" {
			f.maxDepth = min(n, f.maxDepth)
		} else {
			f.minDepth = n
		}
		return func(found) bool { return true }, nil
	case "-mtime", "-atime", "-ctime", "-mmin", "-amin", "-cmin":
		unit := 24 * time.Hour
		if strings.HasSuffix(word, "min") {
			unit = time.Minute
		}
		return numeric(arg, func(at found) int64 { return int64(f.c.age(at.info) / unit) })
	case "-size":
		unit := int64(512)
		if n := len(arg) - 1; n >= 0 {
			if u, ok := map[byte]int64{'c': 1, 'k': 1 << 10, 'M': 1 << 20, 'G': 1 << 30, 'b': 512}[arg[n]]; ok {
				unit, arg = u, arg[:n]
			}
		}
		return numeric(arg, func(at found) int64 { return (at.info.size + unit - 1) / unit })
	case "-user", "-group", "-perm":
		return func(found) bool { return true }, nil
	}
	return nil, fmt.Errorf("unrecognized: %s", word)
}

func kindLetter(info Info) string {
	switch {
	case info.IsDir():
		return "d"
	case info.link != "":
		return "l"
	case !info.mode.IsRegular():
		return "c"
	}
	return "f"
}

// numeric compares with +n (more), -n (less) or n.
func numeric(arg string, value func(found) int64) (predicate, error) {
	n, err := strconv.ParseInt(strings.TrimLeft(arg, "+-"), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("invalid number '%s'", arg)
	}
	switch arg[0] {
	case '+':
		return func(at found) bool { return value(at) > n }, nil
	case '-':
		return func(at found) bool { return value(at) < n }, nil
	}
	return func(at found) bool { return value(at) == n }, nil
}

func (f *finder) delete(at found) bool {
	if at.path == "." || at.path == "/" {
		return true
	}
	if err := f.c.fs().Remove(f.c.abs(at.path), false); err != nil {
		f.c.warn("%s: %s", at.path, message(err))
		f.status = 1
		return false
	}
	return true
}

func (f *finder) exec() (predicate, error) {
	f.acts = true
	var words []string
	for len(f.words) > 0 {
		w := f.next()
		if w == ";" && len(words) > 0 {
			return func(at found) bool {
				args := make([]string, len(words))
				for i, word := range words {
					args[i] = strings.ReplaceAll(word, "{}", at.path)
				}
				return f.c.exec(args, nil) == 0
			}, nil
		}
		if w == "+" && len(words) > 1 && words[len(words)-1] == "{}" {
			b := &batch{words: words[:len(words)-1]}
			f.batches = append(f.batches, b)
			return func(at found) bool { b.names = append(b.names, at.path); return true }, nil
		}
		words = append(words, w)
	}
	return nil, errors.New("-exec: missing ';'")
}
