package variables

import (
	"strings"

	"mvdan.cc/sh/v3/expand"
)

// Enter begins a scope of local variables: a function, or a command with assignments of its own.
func (v *Table) Enter() { v.hidden = append(v.hidden, map[string]expand.Variable{}) }

// Hide makes a variable local to the innermost scope.
func (v *Table) Hide(name string) {
	if len(v.hidden) == 0 {
		return
	}
	scope := v.hidden[len(v.hidden)-1]
	if _, done := scope[name]; !done {
		scope[name] = v.byName[name]
		v.ledger.Take(Overhead)
	}
}

// Leave ends the innermost scope.
func (v *Table) Leave() {
	scope := v.hidden[len(v.hidden)-1]
	v.hidden = v.hidden[:len(v.hidden)-1]
	for name, old := range scope {
		if now, had := v.byName[name]; had {
			v.ledger.Take(-sizeOf(now))
		}
		v.ledger.Take(-Overhead)
		if old.Declared() {
			v.byName[name] = old
			v.ledger.Take(sizeOf(old))
		} else {
			delete(v.byName, name)
		}
	}
}

// Declare gives a variable the attributes of a declaration, and lets set give it a value. In a function the variable becomes local,
// except by export and readonly.
func (v *Table) Declare(variant, flags, name string, inFunction bool, set func() error) error {
	if variant == "local" || variant != "export" && variant != "readonly" && inFunction && !strings.Contains(flags, "g") {
		fresh := len(v.hidden) > 0 && !hasKey(v.hidden[len(v.hidden)-1], name)
		v.Hide(name)
		if fresh && !v.byName[name].ReadOnly {
			_ = v.Unset(name)
		}
	}
	kind := v.byName[name].Kind
	switch {
	case strings.Contains(flags, "A") && kind != expand.Associative:
		_ = v.Assign(name, expand.Variable{Kind: expand.Associative, Map: map[string]string{}})
	case strings.Contains(flags, "a") && kind != expand.Indexed:
		_ = v.Assign(name, expand.Variable{Kind: expand.Indexed})
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
