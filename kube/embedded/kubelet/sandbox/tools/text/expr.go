package text

import (
	"errors"
	"slices"
	"strconv"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

var errExpr = errors.New("syntax error")

// exprParser evaluates the words of expr(1) by precedence: | & comparisons + - * / % and ":".
type exprParser struct {
	c     *tool.Command
	words []string
	depth int
}

// Expr evaluates an expression.
func Expr(c *tool.Command) int {
	p := &exprParser{c: c, words: c.Args[1:]}
	value, err := p.level(0)
	if err == nil && len(p.words) > 0 {
		err = errExpr
	}
	if err != nil {
		c.Warn("%s", err)
		return 2
	}
	c.Print(value + "\n")
	return tool.Status(value != "" && value != "0")
}

var exprLevels = [][]string{{"|"}, {"&"}, {"=", "==", "!=", "<", "<=", ">", ">="}, {"+", "-"}, {"*", "/", "%"}, {":"}}

func (p *exprParser) level(n int) (string, error) {
	if p.depth++; p.depth > 2000 {
		return "", errExpr
	}
	defer func() { p.depth-- }()
	if n == len(exprLevels) {
		return p.operand()
	}
	left, err := p.level(n + 1)
	for err == nil && len(p.words) > 0 && slices.Contains(exprLevels[n], p.words[0]) {
		op := p.words[0]
		p.words = p.words[1:]
		var right string
		if right, err = p.level(n + 1); err == nil {
			left, err = p.apply(left, op, right)
		}
	}
	return left, err
}

func (p *exprParser) operand() (string, error) {
	if len(p.words) == 0 {
		return "", errExpr
	}
	word := p.words[0]
	p.words = p.words[1:]
	switch {
	case word == "(":
		value, err := p.level(0)
		if err != nil || len(p.words) == 0 || p.words[0] != ")" {
			return "", errExpr
		}
		p.words = p.words[1:]
		return value, nil
	case word == "length" && len(p.words) > 0:
		arg, err := p.operand()
		return strconv.Itoa(len([]rune(arg))), err
	case word == "substr" && len(p.words) > 2:
		text := []rune(p.words[0])
		from, _ := strconv.Atoi(p.words[1])
		n, _ := strconv.Atoi(p.words[2])
		p.words = p.words[3:]
		if from < 1 || from > len(text) || n < 1 {
			return "", nil
		}
		return string(text[from-1 : from-1+min(n, len(text)-from+1)]), nil
	}
	return word, nil
}

func (p *exprParser) apply(a, op, b string) (string, error) {
	switch op {
	case "|":
		if a != "" && a != "0" {
			return a, nil
		}
		return b, nil
	case "&":
		if a != "" && a != "0" && b != "" && b != "0" {
			return a, nil
		}
		return "0", nil
	case ":":
		rx, err := p.c.Regexp("^(?:" + basicRegexp(b) + ")")
		if err != nil {
			return "", err
		}
		m := rx.FindStringSubmatch(a)
		switch {
		case rx.NumSubexp() > 0 && m != nil:
			return m[1], nil
		case rx.NumSubexp() > 0:
			return "", nil
		case m != nil:
			return strconv.Itoa(len([]rune(m[0]))), nil
		}
		return "0", nil
	}
	x, errX := strconv.ParseInt(a, 10, 64)
	y, errY := strconv.ParseInt(b, 10, 64)
	numeric := errX == nil && errY == nil
	truth := func(ok bool) (string, error) { return strconv.Itoa(1 - tool.Status(ok)), nil }
	switch op {
	case "=", "==":
		return truth(numeric && x == y || a == b)
	case "!=":
		return truth(!(numeric && x == y || a == b))
	case "<":
		return truth(numeric && x < y || !numeric && a < b)
	case "<=":
		return truth(numeric && x <= y || !numeric && a <= b)
	case ">":
		return truth(numeric && x > y || !numeric && a > b)
	case ">=":
		return truth(numeric && x >= y || !numeric && a >= b)
	}
	if !numeric {
		return "", errors.New("non-integer argument")
	}
	switch op {
	case "+":
		x += y
	case "-":
		x -= y
	case "*":
		x *= y
	default:
		if y == 0 {
			return "", errors.New("division by zero")
		}
		if op == "/" {
			x /= y
		} else {
			x %= y
		}
	}
	return strconv.FormatInt(x, 10), nil
}
