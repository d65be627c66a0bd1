package manifest

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"sigs.k8s.io/yaml"
)

// maxItems bounds the objects of one file, Lists counted by their items.
const maxItems = 20_000

// parse reads all documents of a file's content.
func parse(file string, data []byte) (documents []Document, problems []Problem) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	parts := splitYAML(data)
	if trimmed := bytes.TrimSpace(data); len(trimmed) > 0 && trimmed[0] == '{' {
		if several, ok := splitJSON(trimmed); ok {
			parts = several
		}
	}
	number := 0
	for _, part := range parts {
		place := Place{File: file, Number: number + 1}
		raw, problem := toJSON(place, part)
		if problem != nil {
			number++
			problems = append(problems, *problem)
			continue
		}
		if raw == nil {
			continue // nothing but comments
		}
		number++
		found, wrong := decode(place, raw, 0)
		documents, problems = append(documents, found...), append(problems, wrong...)
		if len(documents) > maxItems {
			return documents[:maxItems], append(problems, place.problem("", fmt.Sprintf("more than %d objects in one file", maxItems)))
		}
	}
	return documents, problems
}

// separator begins a document: three dashes, then nothing or a space.
var separator = regexp.MustCompile(`(?m)^---([ \t\r]|$)`)

// splitYAML cuts at separator lines. What follows the dashes on the same line belongs to the document.
func splitYAML(data []byte) [][]byte {
	var parts [][]byte
	from := 0
	for _, at := range separator.FindAllIndex(data, -1) {
		parts = append(parts, data[from:at[0]])
		from = at[0] + len("---")
	}
	return append(parts, data[from:])
}

// splitJSON splits JSON objects that follow one another; not ok when the text is YAML that begins with a brace.
func splitJSON(data []byte) (parts [][]byte, ok bool) {
	d := json.NewDecoder(bytes.NewReader(data))
	for {
		var raw json.RawMessage
		err := d.Decode(&raw)
		if errors.Is(err, io.EOF) {
			return parts, true
		}
		if err != nil {
			return nil, false
		}
		parts = append(parts, raw)
	}
}

// doubled matches the YAML library's error for a key that appears twice in a map.
var doubled = regexp.MustCompile(`line (\d+): key "?([^"]*)"? already set in map`)

// toJSON converts a document; nil when there is nothing in it.
func toJSON(place Place, part []byte) ([]byte, *Problem) {
	wrong := func(field, text string) ([]byte, *Problem) {
		p := place.problem(field, text)
		return nil, &p
	}
	raw, err := yaml.YAMLToJSON(part)
	if err != nil {
		return wrong("", "not YAML: "+strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if bytes.Equal(bytes.TrimSpace(raw), []byte("null")) {
		return nil, nil
	}
	if raw[0] != '{' {
		return wrong("", "not an object but "+jsonKind(raw[0]))
	}
	if _, err := yaml.YAMLToJSONStrict(part); err != nil {
		place.Kind, place.Name = glance(raw)
		if m := doubled.FindStringSubmatch(err.Error()); m != nil {
			return wrong(m[2], "appears twice in the same map (line "+m[1]+" of the document)")
		}
		return wrong("", err.Error())
	}
	return raw, nil
}

func jsonKind(first byte) string {
	switch first {
	case '[':
		return "a list"
	case '"':
		return "text"
	case 't', 'f':
		return "a boolean"
	}
	return "a number"
}

// glance reads the kind and name of a document that may otherwise be wrong.
func glance(raw []byte) (kind, name string) {
	var head struct {
		Kind     string
		Metadata struct{ Namespace, Name string }
	}
	_ = json.Unmarshal(raw, &head)
	name = head.Metadata.Name
	if head.Metadata.Namespace != "" {
		name = head.Metadata.Namespace + "/" + name
	}
	return head.Kind, name
}
