package file

import (
	"errors"
	"fmt"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

func (f *finder) test(word, arg string) (predicate, error) {
	switch word {
	case "-name":
		return func(at found) bool { return f.c.Match(arg, path.Base(at.path)) }, nil
	case "-iname":
		return func(at found) bool {
			return f.c.Match(strings.ToLower(arg), strings.ToLower(path.Base(at.path)))
		}, nil
	case "-path", "-wholename":
		return func(at found) bool { return f.c.Match(arg, at.path) }, nil
	case "-type":
		return func(at found) bool { return strings.Contains(arg, kindLetter(at.info)) }, nil
	case "-newer":
		ref, err := f.c.FS().Stat(f.c.Abs(arg), true)
		if err != nil {
			return nil, fmt.Errorf("%s: %s", arg, files.Message(err))
		}
		return func(at found) bool { return at.info.ModTime().After(ref.ModTime()) }, nil
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
		return numeric(arg, func(at found) int64 { return int64(age(f.c, at.info) / unit) })
	case "-size":
		unit := int64(512)
		if n := len(arg) - 1; n >= 0 {
			if u, ok := map[byte]int64{'c': 1, 'k': 1 << 10, 'M': 1 << 20, 'G': 1 << 30, 'b': 512}[arg[n]]; ok {
				unit, arg = u, arg[:n]
			}
		}
		return numeric(arg, func(at found) int64 { return (at.info.Size() + unit - 1) / unit })
	case "-user", "-group", "-perm":
		return func(found) bool { return true }, nil
	}
	return nil, fmt.Errorf("unrecognized: %s", word)
}

func kindLetter(info files.Info) string {
	switch {
	case info.IsDir():
		return "d"
	case info.Link() != "":
		return "l"
	case !info.Mode().IsRegular():
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
	if err := f.c.FS().Remove(f.c.Abs(at.path), false); err != nil {
		f.c.Warn("%s: %s", at.path, files.Message(err))
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
				return f.c.Run(args) == 0
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

// age returns how long ago a file changed.
func age(c *tool.Command, info files.Info) time.Duration { return c.Now().Sub(info.ModTime()) }
