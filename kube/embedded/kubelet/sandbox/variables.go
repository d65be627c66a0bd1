package sandbox

import (
	"errors"
	"maps"
	"slices"

	"mvdan.cc/sh/v3/expand"
)

const (
	maxValue    = 1 << 20 // bytes of one variable
	varOverhead = 128     // bytes that a variable costs besides its value
)

var errReadOnly = errors.New("is read only")

// ledger is where the memory of variables is accounted for.
type ledger interface {
	Take(bytes int)           // negative: given back
	ExceedMemory(what string) // does not return
}

// variables are those of one shell environment.
type variables struct {
	ledger    ledger
	byName    map[string]expand.Variable
	hidden    []map[string]expand.Variable // by the local variables of each function that runs, innermost last
	exportAll bool                         // set -a
}

func newVariables(l ledger) *variables {
	return &variables{ledger: l, byName: map[string]expand.Variable{}}
}

// str is a plain variable.
func str(value string) expand.Variable {
	return expand.Variable{Set: true, Kind: expand.String, Str: value}
}

// dup copies the variables for a subshell, which accounts for them itself. What functions hide is not its own.
func (v *variables) dup(l ledger) *variables {
	return &variables{ledger: l, byName: maps.Clone(v.byName), exportAll: v.exportAll}
}

func (v *variables) count() int                      { return len(v.byName) }
func (v *variables) get(name string) expand.Variable { return v.byName[name] }

// each calls f with the variables, in no order, until it returns false.
func (v *variables) each(f func(string, expand.Variable) bool) {
	for name, value := range v.byName {
		if !f(name, value) {
			return
		}
	}
}

// names lists the variables that have a value, sorted.
func (v *variables) names() []string {
	return slices.Sorted(func(yield func(string) bool) {
		for name, value := range v.byName {
			if value.Set && !yield(name) {
				return
			}
		}
	})
}

// inherit sets an exported variable that comes with the process.
func (v *variables) inherit(name, value string) {
	v.byName[name] = expand.Variable{Set: true, Exported: true, Kind: expand.String, Str: value}
}

// preset is inherit for a variable that has no value yet.
func (v *variables) preset(name, value string) {
	if !v.byName[name].Set {
		v.inherit(name, value)
	}
}

// drop removes variables that are not to be in a new shell, whatever their attributes.
func (v *variables) drop(unwanted func(name string, value expand.Variable) bool) {
	maps.DeleteFunc(v.byName, unwanted)
}

func sizeOf(v expand.Variable) int {
	n := varOverhead + len(v.Str)
	for _, item := range v.List {
		n += len(item) + 24
	}
	for k, item := range v.Map {
		n += len(k) + len(item) + 64
	}
	return n
}

// assign sets or, when v is not set, unsets a variable, keeping its attributes.
func (v *variables) assign(name string, value expand.Variable) error {
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
	value.Exported = value.Exported || old.Exported || v.exportAll
	value.ReadOnly = value.ReadOnly || old.ReadOnly
	v.byName[name] = value
	v.ledger.Take(sizeOf(value))
	return nil
}

func (v *variables) unset(name string) error {
	if v.byName[name].ReadOnly {
		return errors.New(name + ": " + errReadOnly.Error())
	}
	if old, had := v.byName[name]; had {
		v.ledger.Take(-sizeOf(old))
		delete(v.byName, name)
	}
	return nil
}

// exported is the environment that programs see.
func (v *variables) exported() map[string]string {
	env := map[string]string{}
	for name, value := range v.byName {
		if value.Exported && value.Set && value.Kind == expand.String {
			env[name] = value.Str
		}
	}
	return env
}
