// Package configview writes the settings, and what is known of the options, for people and for scripts. It reads no configuration.
package configview

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"

	"github.com/kronoscope/kronoscope/cmd/config"
	"github.com/kronoscope/kronoscope/cmd/output"
	"github.com/kronoscope/kronoscope/themes"
)

// WriteTable writes the effective values and where each comes from.
func WriteTable(out io.Writer, s *config.Settings) error {
	var b strings.Builder
	switch {
	case s.File == "":
		b.WriteString("No configuration file: there is no home folder to look in.\n\n")
	case s.Exists:
		fmt.Fprintf(&b, "Configuration file: %s\n\n", s.File)
	default:
		fmt.Fprintf(&b, "Configuration file: %s (not there; the defaults apply)\n\n", s.File)
	}
	var rows [][]string
	for _, v := range s.Values {
		rows = append(rows, []string{v.Key, orNone(v.Text), v.Source})
	}
	plain, err := themes.ByName("none")
	if err != nil {
		return err
	}
	output.Columns(&b, []string{"OPTION", "VALUE", "FROM"}, rows, plain.Styles())
	_, err = io.WriteString(colorprofile.NewWriter(out, os.Environ()), b.String())
	return err
}

// The shape of -o json, described in the command's help. Fields may be added, never renamed.
type (
	document struct {
		File   string      `json:"file,omitempty"`
		Exists bool        `json:"exists"`
		Values []valueJSON `json:"values"`
	}
	valueJSON struct {
		Key     string `json:"key"`
		Value   string `json:"value"`
		From    string `json:"from"`
		Default string `json:"default"`
	}
)

// WriteJSON writes the effective values and where each comes from.
func WriteJSON(out io.Writer, s *config.Settings) error {
	all := document{File: s.File, Exists: s.Exists, Values: []valueJSON{}}
	for _, v := range s.Values {
		all.Values = append(all.Values, valueJSON{v.Key, v.Text, v.Source, v.Default})
	}
	return output.JSON(out, all)
}

// WriteOptions explains options.
func WriteOptions(out io.Writer, options []config.Option) error {
	var b strings.Builder
	for i, o := range options {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "%s\n  %s\n  Values: %s. Default: %s.\n  Environment: $%s.", o.Key, o.About, o.Values(), orNone(o.Default), o.Env)
		if o.Flag != "" {
			fmt.Fprintf(&b, " Flag: --%s.", o.Flag)
		}
		b.WriteString("\n")
	}
	_, err := io.WriteString(out, b.String())
	return err
}

func orNone(text string) string {
	if text == "" {
		return "none"
	}
	return text
}
