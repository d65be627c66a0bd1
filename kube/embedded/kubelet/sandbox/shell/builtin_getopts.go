package shell

import (
	"path"
	"strconv"
	"strings"
)

func builtinGetopts(s *Shell, args []string) int {
	if len(args) < 3 {
		s.errf("%s: getopts: usage: getopts optstring var [arg]\n", path.Base(s.name))
		return 2
	}
	spec, name, params := args[1], args[2], s.params
	if len(args) > 3 {
		params = args[3:]
	}
	if n, err := strconv.Atoi(s.value("OPTIND")); err == nil && n != s.optind && n >= 1 {
		s.optind, s.optoff = n, 0
	}
	_ = s.vars.Unset("OPTARG")
	i := s.optind - 1
	if i >= len(params) || len(params[i]) < 2 || params[i][0] != '-' || params[i] == "--" {
		if i < len(params) && params[i] == "--" {
			s.optind++
			s.put("OPTIND", strconv.Itoa(s.optind))
		}
		s.put(name, "?")
		return 1
	}
	c := params[i][s.optoff+1]
	s.optoff++
	rest := params[i][s.optoff+1:]
	if rest == "" {
		s.optind, s.optoff = s.optind+1, 0
	}
	quiet := strings.HasPrefix(spec, ":")
	at := strings.IndexByte(strings.TrimPrefix(spec, ":"), c)
	switch spec = strings.TrimPrefix(spec, ":"); {
	case at < 0 || c == ':':
		s.put(name, "?")
		if quiet {
			s.put("OPTARG", string(c))
		} else {
			s.errf("Illegal option -%c\n", c)
		}
	case at+1 < len(spec) && spec[at+1] == ':':
		if rest == "" && s.optind-1 >= len(params) {
			if quiet {
				s.put(name, ":")
				s.put("OPTARG", string(c))
			} else {
				s.put(name, "?")
				s.errf("No arg for -%c option\n", c)
			}
			break
		}
		if rest == "" {
			rest = params[s.optind-1]
		}
		s.optind, s.optoff = s.optind+1, 0
		s.put("OPTARG", rest)
		s.put(name, string(c))
	default:
		s.put(name, string(c))
	}
	s.put("OPTIND", strconv.Itoa(s.optind))
	return 0
}
