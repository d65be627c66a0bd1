package text

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

type sedParser struct {
	c        *tool.Command
	text     string
	extended bool
}

func (p *sedParser) parse() ([]*sedCommand, error) {
	var cmds []*sedCommand
	for {
		p.text = strings.TrimLeft(p.text, " \t\n;")
		if p.text == "" {
			return cmds, nil
		}
		cmd := &sedCommand{nth: 1}
		var err error
		if cmd.from, err = p.address(); err != nil {
			return nil, err
		}
		if cmd.from != nil && strings.HasPrefix(p.text, ",") {
			p.text = p.text[1:]
			if cmd.to, err = p.address(); err != nil || cmd.to == nil {
				return nil, errors.New("unexpected address")
			}
		}
		p.text = strings.TrimLeft(p.text, " ")
		if strings.HasPrefix(p.text, "!") {
			cmd.negate = true
			p.text = p.text[1:]
		}
		if p.text == "" {
			return nil, errors.New("missing command")
		}
		cmd.verb, p.text = p.text[0], p.text[1:]
		switch cmd.verb {
		case 'd', 'p', 'q', '=':
		case 's':
			if err := p.substitution(cmd); err != nil {
				return nil, err
			}
		default:
			return nil, errors.New("only s, p, d, q and = of sed are simulated")
		}
		cmds = append(cmds, cmd)
	}
}

func (p *sedParser) address() (*sedAddress, error) {
	switch {
	case p.text == "":
		return nil, nil
	case p.text[0] == '$':
		p.text = p.text[1:]
		return &sedAddress{line: -1}, nil
	case p.text[0] == '/':
		expr, err := p.until('/')
		if err != nil {
			return nil, err
		}
		p.text = p.text[1:]
		rx, err := p.compile(expr, false)
		return &sedAddress{rx: rx}, err
	}
	end := 0
	for end < len(p.text) && p.text[end] >= '0' && p.text[end] <= '9' {
		end++
	}
	if end == 0 {
		return nil, nil
	}
	n, err := strconv.Atoi(p.text[:end])
	p.text = p.text[end:]
	return &sedAddress{line: n}, err
}

// until takes what is between the delimiter that the text begins with and the next one.
func (p *sedParser) until(delim byte) (string, error) {
	var sb strings.Builder
	for i := 1; i < len(p.text); i++ {
		switch {
		case p.text[i] == '\\' && i+1 < len(p.text) && p.text[i+1] == delim:
			sb.WriteByte(delim)
			i++
		case p.text[i] == '\\' && i+1 < len(p.text):
			sb.WriteString(p.text[i : i+2])
			i++
		case p.text[i] == delim:
			p.text = p.text[i:]
			return sb.String(), nil
		default:
			sb.WriteByte(p.text[i])
		}
	}
	return "", errors.New("unterminated expression")
}

func (p *sedParser) compile(expr string, fold bool) (*regexp.Regexp, error) {
	if !p.extended {
		expr = basicRegexp(expr)
	}
	if fold {
		expr = "(?i)" + expr
	}
	return p.c.Regexp(expr)
}

func (p *sedParser) substitution(cmd *sedCommand) error {
	if p.text == "" {
		return errors.New("unterminated s")
	}
	delim := p.text[0]
	expr, err := p.until(delim)
	if err != nil {
		return err
	}
	if cmd.with, err = p.until(delim); err != nil {
		return err
	}
	p.text = p.text[1:]
	fold := false
	for p.text != "" && strings.IndexByte(" ;\n}", p.text[0]) < 0 {
		switch ch := p.text[0]; {
		case ch == 'g':
			cmd.global = true
		case ch == 'p':
			cmd.print = true
		case ch == 'i' || ch == 'I':
			fold = true
		case ch >= '1' && ch <= '9':
			cmd.nth = int(ch - '0')
		default:
			return errors.New("unknown option to s")
		}
		p.text = p.text[1:]
	}
	cmd.rx, err = p.compile(expr, fold)
	return err
}
