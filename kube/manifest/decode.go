package manifest

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	serializer "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/client-go/kubernetes/scheme"
)

// maxNesting bounds Lists in Lists.
const maxNesting = 4

var strict = serializer.NewSerializerWithOptions(serializer.DefaultMetaFactory, scheme.Scheme, scheme.Scheme,
	serializer.SerializerOptions{Strict: true})

// decode turns a document into typed objects: one, or those of a List.
func decode(place Place, raw []byte, depth int) ([]Document, []Problem) {
	if kind, name := glance(raw); place.Kind == "" || place.Name == "" {
		place.Kind, place.Name = kind, name
	}
	var head struct {
		APIVersion, Kind any
		Items            []json.RawMessage
	}
	if err := json.Unmarshal(raw, &head); err != nil {
		return nil, []Problem{place.problem("", plain(err))}
	}
	version, isText := head.APIVersion.(string)
	if !isText || version == "" {
		return nil, []Problem{place.problem("apiVersion", "is missing, or not text")}
	}
	kind, isText := head.Kind.(string)
	if !isText || kind == "" {
		return nil, []Problem{place.problem("kind", "is missing, or not text")}
	}
	place.Kind = kind
	gv, err := schema.ParseGroupVersion(version)
	if err != nil {
		return nil, []Problem{place.problem("apiVersion", err.Error())}
	}
	if strings.HasSuffix(kind, "List") && head.Items != nil {
		return decodeList(place, version, kind, head.Items, depth)
	}
	if !scheme.Scheme.Recognizes(gv.WithKind(kind)) {
		return nil, []Problem{place.problem("kind", unknownKind(gv, kind))}
	}
	obj, _, err := strict.Decode(raw, nil, nil)
	if err != nil {
		return nil, problemsOf(place, err)
	}
	place.Name = nameOf(obj)
	return []Document{{Place: place, Object: obj, JSON: raw}}, nil
}

// decodeList reads each item. Items of a typed list may leave out the apiVersion and kind that follow from the list's.
func decodeList(place Place, version, kind string, items []json.RawMessage, depth int) (documents []Document, problems []Problem) {
	if depth >= maxNesting {
		return nil, []Problem{place.problem("items", "lists are nested too deeply")}
	}
	for i, item := range items {
		at := Place{File: place.File, Number: place.Number}
		at.Kind, at.Name = glance(item)
		if at.Name == "" {
			at.Name = fmt.Sprintf("items[%d]", i)
		}
		if implied := strings.TrimSuffix(kind, "List"); implied != "" {
			item = imply(item, version, implied)
		}
		found, wrong := decode(at, item, depth+1)
		documents, problems = append(documents, found...), append(problems, wrong...)
		if len(documents) > maxItems {
			break
		}
	}
	return documents, problems
}

// imply fills in apiVersion and kind where an item lacks them.
func imply(item json.RawMessage, version, kind string) json.RawMessage {
	var fields map[string]json.RawMessage
	if json.Unmarshal(item, &fields) != nil || fields == nil {
		return item
	}
	for name, value := range map[string]string{"apiVersion": version, "kind": kind} {
		if fields[name] == nil {
			fields[name], _ = json.Marshal(value)
		}
	}
	filled, err := json.Marshal(fields)
	if err != nil {
		return item
	}
	return filled
}

// unknownKind suggests what may have been meant: the same kind in another version, or with other capitals.
func unknownKind(gv schema.GroupVersion, kind string) string {
	text := fmt.Sprintf("unknown kind %q in %s", kind, gv)
	for known := range scheme.Scheme.AllKnownTypes() {
		if strings.EqualFold(known.Kind, kind) && known.Version == "v1" {
			return fmt.Sprintf("%s: did you mean %s in %s?", text, known.Kind, known.GroupVersion())
		}
	}
	return text
}

// The texts of decoding errors that name a field.
var (
	strictField = regexp.MustCompile(`^(unknown|duplicate) field "(.*)"$`)
	wrongType   = regexp.MustCompile(`cannot unmarshal (\S+) into Go struct field \S*?\.(\S+) of type (\S+)`)
)

// problemsOf splits a decoding error into one problem for each thing that is wrong with the document.
func problemsOf(place Place, err error) []Problem {
	strictErr, ok := runtime.AsStrictDecodingError(err)
	if !ok {
		return []Problem{problemOf(place, err)}
	}
	var problems []Problem
	for _, err := range strictErr.Errors() {
		problems = append(problems, problemOf(place, err))
	}
	return problems
}

func problemOf(place Place, err error) Problem {
	text := plain(err)
	if m := strictField.FindStringSubmatch(text); m != nil {
		if m[1] == "duplicate" {
			return place.problem(m[2], "appears twice")
		}
		return place.problem(m[2], "unknown field")
	}
	if m := wrongType.FindStringSubmatch(text); m != nil {
		return place.problem(m[2], fmt.Sprintf("%s where %s is expected", m[1], strings.TrimPrefix(m[3], "*")))
	}
	return place.problem("", text)
}

// plain is an error's text without what libraries have wrapped around it.
func plain(err error) string {
	for {
		inner := errors.Unwrap(err)
		if inner == nil {
			break
		}
		err = inner
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}
