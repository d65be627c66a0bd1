// Package config reads the configuration file of the program, and finds each setting's value: a flag goes before the environment,
// that before the file, and that before the default. It applies nothing: callers ask for values.
//
// A new option is one entry of the table in [Options].
package config

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/themes"
)

// Type is what the value of an option can be.
type Type string

// The types of options.
const (
	Choice Type = "choice" // one of Option.Allowed
	File   Type = "file"   // the name of a file
	Number Type = "number" // a whole number from Option.Min to Option.Max
	Switch Type = "switch" // true or false
)

// Option is a setting: what it is called, and what it may be.
type Option struct {
	Key      string // its path in the file, such as log.level
	Env      string // the environment variable
	Flag     string // the name of the flag, without dashes; "" for none
	Type     Type
	Default  string
	Allowed  []string // of a Choice
	Min, Max int      // of a Number
	About    string   // one sentence
}

// Options returns the table of all options, in the order in which they are shown.
func Options() []Option {
	return []Option{
		{
			Key: "theme", Env: "KRONOSCOPE_THEME", Flag: "theme", Type: Choice, Default: "auto", Allowed: append([]string{"auto"}, themes.Names()...),
			About: "The colours of the screens and of printed tables; auto suits the terminal, and is none where NO_COLOR is set.",
		},
		{
			Key: "log.file", Env: "KRONOSCOPE_LOG_FILE", Flag: "log-file", Type: File,
			About: "The file that the log is appended to; a relative name starts at the folder of the configuration file.",
		},
		{
			Key: "log.level", Env: "KRONOSCOPE_LOG_LEVEL", Flag: "verbose", Type: Choice, Default: "warn", Allowed: []string{"error", "warn", "info", "debug"},
			About: "The lowest level of records that are logged.",
		},
	}
}

// Values says in words what the value of an option may be.
func (o Option) Values() string {
	switch o.Type {
	case Choice:
		return strings.Join(o.Allowed, ", ")
	case Number:
		return fmt.Sprintf("a whole number from %d to %d", o.Min, o.Max)
	case Switch:
		return "true or false"
	}
	return "the name of a file"
}

// check refuses a value that the option cannot have. The text comes from a flag or the environment, or is a scalar of the file.
func (o Option) check(text string) error {
	ok := true
	switch o.Type {
	case Choice:
		ok = slices.Contains(o.Allowed, text)
	case Number:
		n, err := strconv.Atoi(text)
		ok = err == nil && n >= o.Min && n <= o.Max
	case Switch:
		ok = text == "true" || text == "false"
	case File:
		ok = !strings.ContainsRune(text, 0)
	}
	if !ok {
		return fmt.Errorf("%q is not allowed: want %s", text, o.Values())
	}
	return nil
}
