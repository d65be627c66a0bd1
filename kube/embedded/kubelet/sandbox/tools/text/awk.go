package text

import (
	"path"
	"regexp"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/printf"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tools/simulated"
)

// awkRule is a rule of the small part of awk that is simulated: [/pattern/ | NR==n | $n=="text"] { print … }.
type awkRule struct {
	when   func(fields []string, nr int) bool
	print  []awkItem
	sums   map[string]awkItem // name += item
	counts []string           // name++
}

type awkItem struct {
	field   int // −1: a literal, −2: NF, −3: NR, −4: $NF, −5: variable
	literal string
}

var (
	awkSum   = regexp.MustCompile(`^([a-zA-Z_]\w*)\s*\+=\s*(\S+)$`)
	awkCount = regexp.MustCompile(`^([a-zA-Z_]\w*)\+\+$`)
	awkWhen  = regexp.MustCompile(`^(NR|NF|\$\d+|\$NF)\s*(==|!=|>=|<=|>|<)\s*("[^"]*"|-?[\d.]+)$`)
	awkBlock = regexp.MustCompile(`(?s)^\s*([^{]*?)\s*\{([^{}]*)\}`)
)

// Awk runs print, sums and counts under simple patterns, which is what Jobs use awk for. Any other awk program is played like an
// unknown program.
func Awk(c *tool.Command) int {
	opts, operands := c.Flags("Fv")
	if len(operands) == 0 {
		c.Warn("usage: awk [-F SEP] PROGRAM [FILE]...")
		return 2
	}
	begin, rules, end, ok := parseAwk(c, operands[0])
	if !ok {
		c.Sleep(simulated.Duration(c))
		c.Print(simulated.Line([]string{path.Base(c.Args[0]), operands[0]}) + "\n")
		return 0
	}
	vars := map[string]float64{}
	text := map[string]string{}
	if name, value, found := strings.Cut(opts['v'], "="); found {
		text[name] = value
	}
	nr := 0
	run := func(rule awkRule, fields []string) {
		for name, item := range rule.sums {
			vars[name] += leadingNumber(item.value(fields, nr, vars, text))
		}
		for _, name := range rule.counts {
			vars[name]++
		}
		if rule.print == nil {
			return
		}
		var sb strings.Builder
		for _, item := range rule.print {
			sb.WriteString(item.value(fields, nr, vars, text))
		}
		c.Print(sb.String() + "\n")
	}
	for _, rule := range begin {
		run(rule, []string{""})
	}
	if len(rules) == 0 && len(end) == 0 {
		return 0
	}
	sep := opts['F']
	status := c.EachInput(operands[1:], func(_ string, data []byte) {
		for _, line := range tool.Lines(data) {
			nr++
			c.Step(1)
			fields := append([]string{line}, strings.Fields(line)...)
			if sep != "" && sep != " " {
				s, _ := printf.Unescape(sep)
				fields = append([]string{line}, strings.Split(line, s)...)
			}
			for _, rule := range rules {
				if rule.when == nil || rule.when(fields, nr) {
					run(rule, fields)
				}
			}
		}
	})
	for _, rule := range end {
		run(rule, []string{""})
	}
	return status
}
