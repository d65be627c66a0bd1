package sandbox

import (
	"strings"

	"mvdan.cc/sh/v3/expand"
)

// enter begins a scope of local variables: a function, or a command with assignments of its own.
func (v *variables) enter() { v.hidden = append(v.hidden, map[string]expand.Variable{}) }

// hide makes a variable local to the present function.
func (v *variables) hide(name string) {
	if len(v.hidden) == 0 {
		return
	}
	scope := v.hidden[len(v.hidden)-1]
	if _, done := scope[name]; !done {
		scope[name] = v.byName[name]
		v.ledger.Take(varOverhead)
	}
}

// leave ends the innermost scope.
func (v *variables) leave() {
	scope := v.hidden[len(v.hidden)-1]
	v.hidden = v.hidden[:len(v.hidden)-1]
	for name, old := range scope {
		if now, had := v.byName[name]; had {
			v.ledger.Take(-sizeOf(now))
		}
		v.ledger.Take(-varOverhead)
		if old.Declared() {
			v.byName[name] = old
			v.ledger.Take(sizeOf(old))
		} else {
			delete(v.byName, name)
		}
	}
}

// declare gives a variable the attributes of a declaration, and its value through set. In a function it
// makes the variable local, except for export and readonly.
func (v *variables) declare(variant, flags, name string, inFunction bool, set func() error) error {
	if variant == "local" || variant != "export" && variant != "readonly" && inFunction && !strings.Contains(flags, "g") {
		fresh := len(v.hidden) > 0 && !hasKey(v.hidden[len(v.hidden)-1], name)
		v.hide(name)
		if fresh && !v.byName[name].ReadOnly {
			_ = v.unset(name)
		}
	}
	kind := v.byName[name].Kind
	switch {
	case strings.Contains(flags, "A") && kind != expand.Associative:
		_ = v.assign(name, expand.Variable{Kind: expand.Associative, Map: map[string]string{}})
	case strings.Contains(flags, "a") && kind != expand.Indexed:
		_ = v.assign(name, expand.Variable{Kind: expand.Indexed})
	}
	if err := set(); err != nil {
		return err
	}
	value := v.byName[name]
	value.Exported = value.Exported || variant == "export" || strings.Contains(flags, "x")
	value.ReadOnly = value.ReadOnly || variant == "readonly" || strings.Contains(flags, "r")
	if value.Declared() {
		v.byName[name] = value
	}
	return nil
}

func hasKey[V any](m map[string]V, key string) bool {
	_, ok := m[key]
	return ok
}
