// Package validate checks API objects as Kubernetes v1.37 does with its default feature gates: same rules, same field
// paths, same error texts, in the same order. It changes no object and never panics on what a client can send.
//
// Most objects are valid, so checks of names and labels first take a cheap look that can only accept; whatever it does not
// accept goes to apimachinery's own functions, which word the error.
package validate

import (
	"slices"

	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// errs collects errors. Callers hand it field paths; they are cheap, but not free, so build the last step of a path only
// for an error.
type errs struct{ list field.ErrorList }

func (e *errs) add(list field.ErrorList) { e.list = append(e.list, list...) }

func (e *errs) invalid(p *field.Path, value any, detail string) {
	e.list = append(e.list, field.Invalid(p, value, detail))
}

// each reports every message about a value.
func (e *errs) each(p *field.Path, value any, messages []string) {
	for _, m := range messages {
		e.invalid(p, value, m)
	}
}

func (e *errs) required(p *field.Path, detail string) {
	e.list = append(e.list, field.Required(p, detail))
}

func (e *errs) forbidden(p *field.Path, detail string) {
	e.list = append(e.list, field.Forbidden(p, detail))
}

func (e *errs) duplicate(p *field.Path, value any) {
	e.list = append(e.list, field.Duplicate(p, value))
}

func (e *errs) notFound(p *field.Path, value any) {
	e.list = append(e.list, field.NotFound(p, value))
}

// oneOf reports a value that is not among the valid ones, which are printed in the order given.
func oneOf[T ~string](e *errs, p *field.Path, child string, value T, valid ...T) {
	if !slices.Contains(valid, value) {
		e.list = append(e.list, field.NotSupported(p.Child(child), value, valid))
	}
}

// oneOfRequired is oneOf for a field that must be set.
func oneOfRequired[T ~string](e *errs, p *field.Path, child string, value T, valid ...T) {
	if value == "" {
		e.required(p.Child(child), "")
		return
	}
	oneOf(e, p, child, value, valid...)
}

// nonNegative checks an optional number.
func nonNegative[T ~int32 | ~int64](e *errs, p *field.Path, child string, value *T) {
	if value != nil && *value < 0 {
		e.add(apivalidation.ValidateNonnegativeField(int64(*value), p.Child(child)))
	}
}

// immutable reports a changed value. It looks no deeper than needed: equal pointers are equal values.
func immutable(e *errs, p *field.Path, child string, value, old any) {
	if !sameValue(value, old) {
		e.invalid(p.Child(child), Internal(value), apivalidation.FieldImmutableErrorMsg)
	}
}
