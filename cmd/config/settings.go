package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/pflag"
)

// Settings are the effective values of all options.
type Settings struct {
	File   string // the configuration file; "" where there is no place for one
	Exists bool   // whether the file is there
	Values []Value
}

// Value is the effective value of an option, and where it comes from.
type Value struct {
	Option
	Text   string
	Source string // default, an environment variable, a flag such as --theme, or file:line
}

// Get returns the effective value of an option by its key.
func (s *Settings) Get(key string) string {
	for _, v := range s.Values {
		if v.Key == key {
			return v.Text
		}
	}
	panic("config: no option " + key)
}

// Load finds the values of all options. named is the file of --config, "" for the one of the environment or the default place.
// flags are those of the command. The error is an [Errors], with everything that is wrong.
func Load(named string, flags *pflag.FlagSet) (*Settings, error) {
	return load(Options(), named, flags, os.LookupEnv)
}

func load(table []Option, named string, flags *pflag.FlagSet, env func(string) (string, bool)) (*Settings, error) {
	s := &Settings{}
	entries, problems := s.readNamed(table, named, env)
	for _, o := range table {
		v := Value{Option: o, Text: o.Default, Source: "default"}
		if e, ok := entries[o.Key]; ok {
			v.Text, v.Source = e.text, fmt.Sprintf("%s:%d", s.File, e.line)
			if o.Type == File {
				v.Text = resolve(e.text, s.File)
			}
		}
		if text, ok := env(o.Env); ok && text != "" {
			v.Text, v.Source = text, "$"+o.Env
			if err := o.check(text); err != nil {
				problems = append(problems, Problem{File: "$" + o.Env, Text: err.Error() + suggest(text, o.Allowed)})
			}
		}
		if text := givenFlag(flags, o.Flag); text != "" {
			v.Text, v.Source = text, "--"+o.Flag
			if err := o.check(text); err != nil {
				problems = append(problems, Problem{File: "--" + o.Flag, Text: err.Error() + suggest(text, o.Allowed)})
			}
		}
		s.Values = append(s.Values, v)
	}
	if len(problems) > 0 {
		return nil, problems
	}
	return s, nil
}

// givenFlag returns the value of a flag that the user has given, or "".
func givenFlag(flags *pflag.FlagSet, name string) string {
	if flags == nil || name == "" || !flags.Changed(name) {
		return ""
	}
	return flags.Lookup(name).Value.String()
}

// readNamed chooses the file and reads it. Only the file at the default place may be missing.
func (s *Settings) readNamed(table []Option, named string, env func(string) (string, bool)) (map[string]entry, Errors) {
	file, must := fileName(named, env)
	if s.File = file; file == "" {
		return nil, nil
	}
	entries, problems, err := readFile(s.File, table)
	s.Exists = err == nil
	if must && errors.Is(err, fs.ErrNotExist) {
		return nil, Errors{{File: s.File, Text: "there is no such file"}}
	}
	return entries, problems
}
