package sandbox

import (
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
)

func programGrep(c *command) int {
	opts, operands := c.flags("emABC")
	expr, ok := opts['e']
	if !ok {
		if len(operands) == 0 {
			c.warn("usage: grep [-qvicEFonrlwxh] PATTERN [FILE]...")
			return 2
		}
		expr, operands = operands[0], operands[1:]
	}
	rx, err := grepExpr(c, expr, opts)
	if err != nil {
		c.warn("bad regex '%s'", expr)
		return 2
	}
	limit := -1
	if v, ok := opts['m']; ok {
		limit, _ = strconv.Atoi(v)
	}
	if opts.has("rR") {
		if len(operands) == 0 {
			operands = []string{"."}
		}
		operands = filesBelow(c, operands)
	}
	g := &grepper{command: c, opts: opts, rx: rx, limit: limit}
	g.named = (len(operands) > 1 || opts.has("rRH")) && !opts.has("h")
	status := 0
	if len(operands) > 0 || !opts.has("q") || c.Stream(0) == nil {
		status = c.eachInput(operands, g.search)
	} else {
		// Line by line: a match ends it, whatever comes after.
		for !g.hit {
			line, _, ok := c.Stream(0).ReadLine()
			if !ok {
				break
			}
			g.hit = rx.MatchString(line) != opts.has("v")
		}
	}
	if g.hit {
		return 0
	}
	if status != 0 && !opts.has("s") {
		return 2
	}
	return 1
}

func grepExpr(c *command, expr string, opts toolOptions) (*regexp.Regexp, error) {
	alternatives := strings.Split(expr, "\n")
	for i, alt := range alternatives {
		if opts.has("F") || path.Base(c.Args[0]) == "fgrep" {
			alt = regexp.QuoteMeta(alt)
		} else if !opts.has("EP") && path.Base(c.Args[0]) != "egrep" {
			alt = basicRegexp(alt)
		}
		alternatives[i] = alt
	}
	full := strings.Join(alternatives, "|")
	switch {
	case opts.has("x"):
		full = "^(?:" + full + ")$"
	case opts.has("w"):
		full = `\b(?:` + full + `)\b`
	}
	if opts.has("i") {
		full = "(?i)" + full
	}
	return c.Regexp(full)
}

type grepper struct {
	*command
	opts  toolOptions
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
	for i, line := range lines(data) {
		if g.limit >= 0 && count >= g.limit {
			break
		}
		if g.rx.MatchString(line) == g.opts.has("v") {
			continue
		}
		count++
		g.hit = true
		switch {
		case g.opts.has("q"):
			return
		case g.opts.has("l"):
			g.print(name + "\n")
			return
		case g.opts.has("c"):
		default:
			at := prefix
			if g.opts.has("n") {
				at += strconv.Itoa(i+1) + ":"
			}
			if !g.opts.has("o") {
				g.print(at + line + "\n")
				continue
			}
			for _, m := range g.rx.FindAllString(line, 10_000) {
				g.print(at + m + "\n")
			}
		}
	}
	if g.opts.has("c") {
		g.print(prefix + fmt.Sprint(count) + "\n")
	}
}

// filesBelow lists the regular files of directory trees.
func filesBelow(c *command, roots []string) []string {
	var files []string
	var walk func(p string, depth int)
	walk = func(p string, depth int) {
		c.Step(1)
		info, err := c.fs().Stat(c.Abs(p), depth == 0)
		if err != nil || depth > 64 {
			return
		}
		if !info.IsDir() {
			if info.Mode().IsRegular() {
				files = append(files, p)
			}
			return
		}
		entries, _ := c.fs().ReadDir(c.Abs(p))
		for _, e := range entries {
			walk(strings.TrimSuffix(p, "/")+"/"+e.Name(), depth+1)
		}
	}
	for _, root := range roots {
		walk(root, 0)
	}
	return files
}
