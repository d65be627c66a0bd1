// Package manifest reads Kubernetes manifests from files, directories and standard input into typed objects. It is strict: an
// unknown or duplicate field is a problem. It reports all problems, one line each, not only the first.
//
// It never talks to an API or changes a file.
package manifest

import (
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/api/meta"
	"k8s.io/apimachinery/pkg/runtime"
)

// Document is one object of a manifest.
type Document struct {
	Place
	Object runtime.Object // a typed object of k8s.io/api
	JSON   []byte         // the same as JSON, without defaults filled in
}

// Place is where an object is in the files.
type Place struct {
	File   string // the path as given or found below it; "-" for standard input
	Number int    // of the document within the file, from 1
	Kind   string // "" when the document does not name it
	Name   string // namespace/name, name, or items[2] of a List
}

// Problem is one thing wrong with one document.
type Problem struct {
	Place
	Field string // path such as spec.template.spec.containers[0].image; "" when the whole document is meant
	Text  string
}

// Error is FILE: document N: KIND NAME: FIELD: problem, without the parts that are not known, on one line.
func (p Problem) Error() string {
	parts := []string{p.File}
	if p.Number > 0 {
		parts = append(parts, fmt.Sprintf("document %d", p.Number))
	}
	if object := strings.TrimSpace(p.Kind + " " + p.Name); object != "" {
		parts = append(parts, object)
	}
	if p.Field != "" {
		parts = append(parts, p.Field)
	}
	return strings.Join(strings.Fields(strings.Join(append(parts, p.Text), ": ")), " ")
}

func (p Place) problem(field, text string) Problem {
	return Problem{Place: p, Field: field, Text: text}
}

// nameOf is how people call an object: namespace/name, or just the name.
func nameOf(obj runtime.Object) string {
	m, err := meta.Accessor(obj)
	if err != nil {
		return ""
	}
	name := m.GetName()
	if name == "" && m.GetGenerateName() != "" {
		name = m.GetGenerateName() + "…"
	}
	if m.GetNamespace() != "" {
		return m.GetNamespace() + "/" + name
	}
	return name
}
