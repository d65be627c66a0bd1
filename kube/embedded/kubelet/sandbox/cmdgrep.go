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
	rx, err := c.grepExpr(expr, opts)
	if err != nil {
		c.warn("bad regex '%s'", expr)
		return 2
	}
	limit := -1
	if v, ok := opts['m']; ok {
		limit, _ = strconv.Atoi(v)
	}
	if has(opts, "rR") {
		if len(operands) == 0 {
			operands = []string{"."}
		}
		operands = c.filesBelow(operands)
	}
	g := &grepper{command: c, opts: opts, rx: rx, limit: limit}
	g.named = (len(operands) > 1 || has(opts, "rRH")) && !has(opts, "h")
	status := 0
	if len(operands) > 0 || !has(opts, "q") || c.Stream(0) == nil {
		status = c.eachInput(operands, g.search)
	} else {
		// Line by line: a match ends it, whatever comes after.
		for !g.hit {
			line, _, ok := c.Stream(0).ReadLine()
			if !ok {
				break
			}
			g.hit = rx.MatchString(line) != has(opts, "v")
		}
	}
	if g.hit {
		return 0
	}
	if status != 0 && !has(opts, "s") {
		return 2
	}
	return 1
}

func (c *command) grepExpr(expr string, opts map[byte]string) (*regexp.Regexp, error) {
	alternatives := strings.Split(expr, "\n")
	for i, alt := range alternatives {
		if has(opts, "F") || path.Base(c.Args[0]) == "fgrep" {
			alt = regexp.QuoteMeta(alt)
		} else if !has(opts, "EP") && path.Base(c.Args[0]) != "egrep" {
			alt = basicRegexp(alt)
		}
		alternatives[i] = alt
	}
	full := strings.Join(alternatives, "|")
	switch {
	case has(opts, "x"):
		full = "^(?:" + full + ")$"
	case has(opts, "w"):
		full = `\b(?:` + full + `)\b`
	}
	if has(opts, "i") {
		full = "(?i)" + full
	}
	return c.Regexp(full)
}

// basicRegexp turns a basic regular expression into an extended one: there the meanings of \( and ( are swapped.
func basicRegexp(expr string) string {
	var sb strings.Builder
	class := false
	for i := 0; i < len(expr); i++ {
		ch := expr[i]
		switch {
		case class:
			sb.WriteByte(ch)
			class = ch != ']'
		case ch == '[':
			class = true
			sb.WriteByte(ch)
			for i+1 < len(expr) && (expr[i+1] == '^' || expr[i+1] == ']') {
				i++
				if expr[i] == ']' {
					sb.WriteByte('\\')
				}
				sb.WriteByte(expr[i])
				if expr[i] == ']' {
					break
				}
			}
		case ch == '\\' && i+1 < len(expr):
			i++
			switch expr[i] {
			case '(', ')', '{', '}', '|', '+', '?':
				sb.WriteByte(expr[i])
			case '<', '>':
				sb.WriteString(`\b`)
			default:
				sb.WriteByte('\\')
				sb.WriteByte(expr[i])
			}
		case strings.IndexByte("(){}|+?", ch) >= 0, ch == '*' && (i == 0 || expr[i-1] == '^'):
			sb.WriteByte('\\')
			sb.WriteByte(ch)
		default:
			sb.WriteByte(ch)
		}
	}
	return sb.String()
}

type grepper struct {
	*command
	opts  map[byte]string
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
		if g.rx.MatchString(line) == has(g.opts, "v") {
			continue
		}
		count++
		g.hit = true
		switch {
		case has(g.opts, "q"):
			return
		case has(g.opts, "l"):
			g.print(name + "\n")
			return
		case has(g.opts, "c"):
		default:
			at := prefix
			if has(g.opts, "n") {
				at += strconv.Itoa(i+1) + ":"
			}
			if !has(g.opts, "o") {
				g.print(at + line + "\n")
				continue
			}
			for _, m := range g.rx.FindAllString(line, 10_000) {
				g.print(at + m + "\n")
			}
		}
	}
	if has(g.opts, "c") {
		g.print(prefix + fmt.Sprint(count) + "\n")
	}
}

// filesBelow lists the regular files of directory trees.
func (c *command) filesBelow(roots []string) []string {
	var files []string
	var walk func(p string, depth int)
	walk = func(p string, depth int) {
		c.Step(1)
		info, err := c.fs().Stat(c.Abs(p), depth == 0)
		if err != nil || depth > 64 {
			return
		}
		if !info.IsDir() {
			if info.mode.IsRegular() {
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
