// Package variables has the variables of a shell: their attributes, arrays, local scopes, and how much memory they take. It knows
// neither special parameters such as $? nor expansions.
package variables

import (
	"errors"
	"maps"
	"slices"

	"mvdan.cc/sh/v3/expand"
)

const (
	maxValue = 1 << 20 // bytes of one variable
	Overhead = 128     // bytes that a variable costs besides its value
)

var errReadOnly = errors.New("is read only")

// ledger accounts for the memory of variables.
type ledger interface {
	Take(bytes int)           // negative: given back
	ExceedMemory(what string) // does not return
}

// Table is the variables of one shell environment.
type Table struct {
	ledger    ledger
	byName    map[string]expand.Variable
	hidden    []map[string]expand.Variable // what the local variables of each scope hide, innermost last
	ExportAll bool                         // set -a
}

// New returns an empty table.
func New(l ledger) *Table {
	return &Table{ledger: l, byName: map[string]expand.Variable{}}
}

// String returns a plain variable.
func String(value string) expand.Variable {
	return expand.Variable{Set: true, Kind: expand.String, Str: value}
}

// Dup copies the variables for a subshell, which accounts for them itself. The copy has no local scopes.
func (v *Table) Dup(l ledger) *Table {
	return &Table{ledger: l, byName: maps.Clone(v.byName), ExportAll: v.ExportAll}
}

// Count returns how many variables there are.
func (v *Table) Count() int { return len(v.byName) }

// Get returns a variable.
func (v *Table) Get(name string) expand.Variable { return v.byName[name] }

// Each calls f with the variables, in no order, until it returns false.
func (v *Table) Each(f func(string, expand.Variable) bool) {
	for name, value := range v.byName {
		if !f(name, value) {
			return
		}
	}
}

// Names lists the variables that have a value, sorted.
func (v *Table) Names() []string {
	return slices.Sorted(func(yield func(string) bool) {
		for name, value := range v.byName {
			if value.Set && !yield(name) {
				return
			}
		}
	})
}

// Inherit sets an exported variable that the process has from its parent.
func (v *Table) Inherit(name, value string) {
	v.byName[name] = expand.Variable{Set: true, Exported: true, Kind: expand.String, Str: value}
}

// Preset is Inherit, unless the variable has a value.
func (v *Table) Preset(name, value string) {
	if !v.byName[name].Set {
		v.Inherit(name, value)
	}
}

// Drop removes the variables that unwanted reports, even read-only ones.
func (v *Table) Drop(unwanted func(name string, value expand.Variable) bool) {
	maps.DeleteFunc(v.byName, unwanted)
}

func sizeOf(v expand.Variable) int {
	n := Overhead + len(v.Str)
	for _, item := range v.List {
		n += len(item) + 24
	}
	for k, item := range v.Map {
		n += len(k) + len(item) + 64
	}
	return n
}

// Assign sets a variable, or unsets it if value is not set. The variable keeps its attributes.
func (v *Table) Assign(name string, value expand.Variable) error {
	old, had := v.byName[name]
	if value.Kind == expand.KeepValue {
		value.Kind, value.Str, value.List, value.Indexes, value.Map, value.Set = old.Kind, old.Str, old.List, old.Indexes, old.Map, old.Set
	} else if old.ReadOnly {
		return errors.New(name + ": " + errReadOnly.Error())
	}
	if len(value.Str) > maxValue {
		v.ledger.ExceedMemory("a variable of more than 1 MiB")
	}
	if had {
		v.ledger.Take(-sizeOf(old))
	}
	if !value.Declared() {
		delete(v.byName, name)
		return nil
	}
	value.Exported = value.Exported || old.Exported || v.ExportAll
	value.ReadOnly = value.ReadOnly || old.ReadOnly
	v.byName[name] = value
	v.ledger.Take(sizeOf(value))
	return nil
}

// Unset removes a variable, unless it is read-only.
func (v *Table) Unset(name string) error {
	if v.byName[name].ReadOnly {
		return errors.New(name + ": " + errReadOnly.Error())
	}
	if old, had := v.byName[name]; had {
		v.ledger.Take(-sizeOf(old))
		delete(v.byName, name)
	}
	return nil
}

// Exported returns the environment that programs see.
func (v *Table) Exported() map[string]string {
	env := map[string]string{}
	for name, value := range v.byName {
		if value.Exported && value.Set && value.Kind == expand.String {
			env[name] = value.Str
		}
	}
	return env
}
