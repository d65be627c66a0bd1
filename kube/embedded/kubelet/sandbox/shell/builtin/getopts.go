package builtin

import (
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/variables"
)

func runGetopts(s Shell, args []string) int {
	if len(args) < 3 {
		s.Complain("getopts: usage: getopts optstring var [arg]")
		return 2
	}
	spec, name, params, at := args[1], args[2], s.Params(), s.OptionCursor()
	if len(args) > 3 {
		params = args[3:]
	}
	if n, err := strconv.Atoi(s.Value("OPTIND")); err == nil && n != at.Index && n >= 1 {
		at.Index, at.Offset = n, 0
	}
	_ = s.Unset("OPTARG")
	i := at.Index - 1
	if i >= len(params) || len(params[i]) < 2 || params[i][0] != '-' || params[i] == "--" {
		if i < len(params) && params[i] == "--" {
			at.Index++
			put(s, "OPTIND", strconv.Itoa(at.Index))
		}
		put(s, name, "?")
		return 1
	}
	c := params[i][at.Offset+1]
	at.Offset++
	rest := params[i][at.Offset+1:]
	if rest == "" {
		at.Index, at.Offset = at.Index+1, 0
	}
	quiet := strings.HasPrefix(spec, ":")
	found := strings.IndexByte(strings.TrimPrefix(spec, ":"), c)
	switch spec = strings.TrimPrefix(spec, ":"); {
	case found < 0 || c == ':':
		put(s, name, "?")
		if quiet {
			put(s, "OPTARG", string(c))
		} else {
			s.Errf("Illegal option -%c\n", c)
		}
	case found+1 < len(spec) && spec[found+1] == ':':
		if rest == "" && at.Index-1 >= len(params) {
			if quiet {
				put(s, name, ":")
				put(s, "OPTARG", string(c))
			} else {
				put(s, name, "?")
				s.Errf("No arg for -%c option\n", c)
			}
			break
		}
		if rest == "" {
			rest = params[at.Index-1]
		}
		at.Index, at.Offset = at.Index+1, 0
		put(s, "OPTARG", rest)
		put(s, name, string(c))
	default:
		put(s, name, string(c))
	}
	put(s, "OPTIND", strconv.Itoa(at.Index))
	return 0
}

// put sets a plain variable; a read-only one stays as it is.
func put(s Shell, name, value string) { _ = s.Assign(name, variables.String(value)) }
