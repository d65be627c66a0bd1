package tool

import (
	"path"
	"strings"
)

// Flags splits the arguments into single-letter options and operands. The letters in valued take a value, attached or as the next
// argument.
func (c *Command) Flags(valued string) (opts Options, operands []string) {
	opts = Options{}
	rest := c.Args[1:]
	for len(rest) > 0 {
		arg := rest[0]
		rest = rest[1:]
		if arg == "--" {
			return opts, append(operands, rest...)
		}
		if len(arg) < 2 || arg[0] != '-' {
			operands = append(operands, arg)
			continue
		}
		if strings.HasPrefix(arg, "--") {
			name, value, _ := strings.Cut(arg[2:], "=")
			if long, ok := longFlags[path.Base(c.Args[0])+" "+name]; ok {
				opts[long] = value
			}
			continue
		}
		for i := 1; i < len(arg); i++ {
			if strings.IndexByte(valued, arg[i]) < 0 {
				opts[arg[i]] = ""
				continue
			}
			value := arg[i+1:]
			if value == "" && len(rest) > 0 {
				value, rest = rest[0], rest[1:]
			}
			opts[arg[i]] = value
			break
		}
	}
	return opts, operands
}

var longFlags = map[string]byte{
	"grep quiet": 'q', "grep invert-match": 'v', "grep ignore-case": 'i', "grep count": 'c',
	"head lines": 'n', "tail lines": 'n', "head bytes": 'c', "tail bytes": 'c', "tail follow": 'f',
	"sort reverse": 'r', "sort unique": 'u', "sort numeric-sort": 'n', "mkdir parents": 'p', "rm recursive": 'r',
	"rm force": 'f', "cp recursive": 'r', "wc lines": 'l', "wc words": 'w', "wc bytes": 'c', "ls all": 'a',
	"touch no-create": 'c', "uniq count": 'c', "tee append": 'a', "du summarize": 's', "ln symbolic": 's',
	"base64 decode": 'd', "cut delimiter": 'd', "cut fields": 'f', "sed quiet": 'n', "sed expression": 'e',
	"date utc": 'u', "date date": 'd', "env ignore-environment": 'i', "timeout signal": 's', "timeout kill-after": 'k',
}

// Options are the single-letter options of a command, with their values.
type Options map[byte]string

// Has reports whether any of the letters was given.
func (opts Options) Has(letters string) bool {
	for i := range len(letters) {
		if _, ok := opts[letters[i]]; ok {
			return true
		}
	}
	return false
}
