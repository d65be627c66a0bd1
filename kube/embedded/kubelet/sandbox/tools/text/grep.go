package text

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Grep prints the lines that match: grep, egrep and fgrep.
func Grep(c *tool.Command) int {
	opts, operands := c.Flags("emABC")
	expr, ok := opts['e']
	if !ok {
		if len(operands) == 0 {
			c.Warn("usage: grep [-qvicEFonrlwxh] PATTERN [FILE]...")
			return 2
		}
		expr, operands = operands[0], operands[1:]
	}
	rx, err := grepExpr(c, expr, opts)
	if err != nil {
		c.Warn("bad regex '%s'", expr)
		return 2
	}
	limit := -1
	if v, ok := opts['m']; ok {
		limit, _ = strconv.Atoi(v)
	}
	if opts.Has("rR") {
		if len(operands) == 0 {
			operands = []string{"."}
		}
		operands = filesBelow(c, operands)
	}
	g := &grepper{Command: c, opts: opts, rx: rx, limit: limit}
	g.named = (len(operands) > 1 || opts.Has("rRH")) && !opts.Has("h")
	status := 0
	if len(operands) > 0 || !opts.Has("q") || c.Stream(0) == nil {
		status = c.EachInput(operands, g.search)
	} else {
		// Line by line, since the first match ends it.
		for !g.hit {
			line, _, ok := c.Stream(0).ReadLine()
			if !ok {
				break
			}
			g.hit = rx.MatchString(line) != opts.Has("v")
		}
	}
	if g.hit {
		return 0
	}
	if status != 0 && !opts.Has("s") {
		return 2
	}
	return 1
}

func grepExpr(c *tool.Command, expr string, opts tool.Options) (*regexp.Regexp, error) {
	alternatives := strings.Split(expr, "\n")
	for i, alt := range alternatives {
		if opts.Has("F") || path.Base(c.Args[0]) == "fgrep" {
			alt = regexp.QuoteMeta(alt)
		} else if !opts.Has("EP") && path.Base(c.Args[0]) != "egrep" {
			alt = basicRegexp(alt)
		}
		alternatives[i] = alt
	}
	full := strings.Join(alternatives, "|")
	switch {
	case opts.Has("x"):
		full = "^(?:" + full + ")$"
	case opts.Has("w"):
		full = `\b(?:` + full + `)\b`
	}
	if opts.Has("i") {
		full = "(?i)" + full
	}
	return c.Regexp(full)
}

type grepper struct {
	*tool.Command
	opts  tool.Options
	rx    *regexp.Regexp
	limit int
	named bool
	hit   bool
}

func (g *grepper) search(name string, data []byte) {
	count := 0
	prefix := ""
	if g.named {
		prefix = name + ":"
	}
	g.Step(len(data) * (1 + len(g.rx.String())) >> 14)
	for i, line := range tool.Lines(data) {
		if g.limit >= 0 && count >= g.limit {
			break
		}
		if g.rx.MatchString(line) == g.opts.Has("v") {
			continue
		}
		count++
		g.hit = true
		switch {
		case g.opts.Has("q"):
			return
		case g.opts.Has("l"):
			g.Print(name + "\n")
			return
		case g.opts.Has("c"):
		default:
			at := prefix
			if g.opts.Has("n") {
				at += strconv.Itoa(i+1) + ":"
			}
			if !g.opts.Has("o") {
				g.Print(at + line + "\n")
				continue
			}
			for _, m := range g.rx.FindAllString(line, 10_000) {
				g.Print(at + m + "\n")
			}
		}
	}
	if g.opts.Has("c") {
		g.Print(prefix + fmt.Sprint(count) + "\n")
	}
}

// filesBelow lists the regular files of directory trees.
func filesBelow(c *tool.Command, roots []string) []string {
	var files []string
	var walk func(p string, depth int)
	walk = func(p string, depth int) {
		c.Step(1)
		info, err := c.FS().Stat(c.Abs(p), depth == 0)
		if err != nil || depth > 64 {
			return
		}
		if !info.IsDir() {
			if info.Mode().IsRegular() {
				files = append(files, p)
			}
			return
		}
		entries, _ := c.FS().ReadDir(c.Abs(p))
		for _, e := range entries {
			walk(strings.TrimSuffix(p, "/")+"/"+e.Name(), depth+1)
		}
	}
	for _, root := range roots {
		walk(root, 0)
	}
	return files
}
