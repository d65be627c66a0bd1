package text

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

const maxLine = 1 << 20 // bytes of a line that sed makes

// sedCommand is one command of a sed script: s, p, d, q or =, with an address or a range of two.
type sedCommand struct {
	from, to *sedAddress
	negate   bool
	active   bool
	verb     byte
	rx       *regexp.Regexp
	with     string
	global   bool
	print    bool
	nth      int
}

type sedAddress struct {
	line int // −1: the last
	rx   *regexp.Regexp
}

// Sed edits lines: s, p, d, q and = of sed(1), with addresses.
func Sed(c *tool.Command) int {
	opts, operands := c.Flags("e")
	script, ok := opts['e']
	if !ok {
		if len(operands) == 0 {
			c.Warn("usage: sed [-nEri] SCRIPT [FILE]...")
			return 1
		}
		script, operands = operands[0], operands[1:]
	}
	p := &sedParser{c: c, text: script, extended: opts.Has("Er")}
	cmds, err := p.parse()
	if err != nil {
		c.Warn("%s: '%s'", err, script)
		return 1
	}
	if opts.Has("i") {
		return c.Each(operands, func(name string) error {
			data, err := c.FS().ReadFile(c.Abs(name))
			if err != nil {
				return err
			}
			h, err := c.FS().Open(c.Abs(name), files.Write|files.Truncate)
			if err != nil {
				return err
			}
			_, err = h.Write([]byte(sed(c, cmds, data, opts.Has("n"))))
			return err
		})
	}
	var all []byte
	status := c.EachInput(operands, func(_ string, data []byte) { all = append(all, data...) })
	c.Print(sed(c, cmds, all, opts.Has("n")))
	return status
}

func sed(c *tool.Command, cmds []*sedCommand, data []byte, quiet bool) string {
	var sb strings.Builder
	all := tool.Lines(data)
	for i, line := range all {
		c.Step(1)
		deleted, quit := false, false
		for _, cmd := range cmds {
			if !cmd.applies(i+1, i == len(all)-1, line) {
				continue
			}
			switch cmd.verb {
			case 'd':
				deleted = true
			case 'p':
				sb.WriteString(line + "\n")
			case '=':
				sb.WriteString(strconv.Itoa(i+1) + "\n")
			case 'q':
				quit = true
			case 's':
				var changed bool
				if line, changed = cmd.substitute(line); changed && cmd.print {
					sb.WriteString(line + "\n")
				}
				if len(line) > maxLine || sb.Len() > files.MaxFileBytes {
					c.ExceedMemory("sed")
				}
			}
			if deleted {
				break
			}
		}
		if !deleted && !quiet {
			sb.WriteString(line + "\n")
		}
		if quit {
			break
		}
	}
	return sb.String()
}

func (a *sedAddress) matches(n int, last bool, line string) bool {
	if a.rx != nil {
		return a.rx.MatchString(line)
	}
	return a.line == n || a.line < 0 && last
}

func (cmd *sedCommand) applies(n int, last bool, line string) bool {
	ok := true
	switch {
	case cmd.from == nil:
	case cmd.to == nil:
		ok = cmd.from.matches(n, last, line)
	case cmd.active:
		cmd.active = !cmd.to.matches(n, last, line) && (cmd.to.rx != nil || cmd.to.line < 0 || n < cmd.to.line)
	default:
		ok = cmd.from.matches(n, last, line)
		cmd.active = ok && (cmd.to.rx != nil || cmd.to.line < 0 || n < cmd.to.line)
	}
	return ok != cmd.negate
}

func (cmd *sedCommand) substitute(line string) (string, bool) {
	var sb strings.Builder
	at, found := 0, 0
	for _, m := range cmd.rx.FindAllStringSubmatchIndex(line, 100_000) {
		found++
		if found < cmd.nth || sb.Len() > maxLine {
			continue
		}
		sb.WriteString(line[at:m[0]])
		for i := 0; i < len(cmd.with); i++ {
			switch ch := cmd.with[i]; {
			case ch == '&':
				sb.WriteString(line[m[0]:m[1]])
			case ch == '\\' && i+1 < len(cmd.with):
				i++
				switch d := cmd.with[i]; {
				case d >= '0' && d <= '9':
					if g := 2 * int(d-'0'); g+1 < len(m) && m[g] >= 0 {
						sb.WriteString(line[m[g]:m[g+1]])
					}
				case d == 'n':
					sb.WriteByte('\n')
				case d == 't':
					sb.WriteByte('\t')
				default:
					sb.WriteByte(d)
				}
			default:
				sb.WriteByte(ch)
			}
		}
		at = m[1]
		if !cmd.global {
			break
		}
	}
	if at == 0 && sb.Len() == 0 {
		return line, false
	}
	return sb.String() + line[at:], true
}
