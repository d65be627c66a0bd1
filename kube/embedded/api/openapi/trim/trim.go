// Package trim cuts the OpenAPI documents that a Kubernetes API server publishes down to what the embedded plane serves. The
// documents are Kubernetes' own, under the Apache License 2.0; only paths and definitions are left out.
package trim

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// served lists the paths of the plane. It includes those that need a connection into a container, which the plane answers with a
// refusal.
var served = regexp.MustCompile(`^/(version|openapi|(api|apis)/$|api/v1/(watch/)?(` +
	`(namespaces|nodes)(/\{name\}(/status|/finalize)?)?$|` +
	`namespaces/\{namespace\}/bindings$|` +
	`(namespaces/\{namespace\}/)?(configmaps|events|limitranges|persistentvolumeclaims|pods|resourcequotas|secrets|serviceaccounts)` +
	`(/\{name\}(/status|/log|/binding|/eviction|/ephemeralcontainers|/exec|/attach|/portforward)?)?$|$)|` +
	`apis/(batch|authentication.k8s.io|authorization.k8s.io)/$|apis/batch/v1/|` +
	`apis/authentication.k8s.io/v1/($|selfsubjectreviews)|` +
	`apis/authorization.k8s.io/v1/($|selfsubjectaccessreviews|selfsubjectrulesreviews))`)

var reference = regexp.MustCompile(`"\$ref": *"#/(?:definitions|components/schemas)/([^"]+)"`)

// Document returns a document of OpenAPI v2 or v3 without what the plane does not serve. version is the Kubernetes version to put
// into it, since a server may have been built without one.
func Document(data []byte, version string) ([]byte, error) {
	doc, err := trimmed(data)
	if err != nil {
		return nil, err
	}
	if doc["info"], err = json.Marshal(map[string]string{"title": "Kubernetes", "version": version}); err != nil {
		return nil, err
	}
	return json.Marshal(doc)
}

// Types returns the definitions of a document of OpenAPI v2 without their descriptions. Those are six sevenths of it, and
// server-side apply does not need them.
func Types(data []byte) ([]byte, error) {
	doc, err := trimmed(data)
	if err != nil {
		return nil, err
	}
	var definitions any
	if err := json.Unmarshal(doc["definitions"], &definitions); err != nil {
		return nil, fmt.Errorf("read the definitions: %w", err)
	}
	dropDescriptions(definitions)
	return json.Marshal(map[string]any{"definitions": definitions})
}

// Pack compresses a document for embedding. The same document gives the same bytes.
func Pack(data []byte) ([]byte, error) {
	var packed bytes.Buffer
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	err = w.Close()
	return packed.Bytes(), err
}

// dropDescriptions removes descriptions, which are strings. A property of that name is not.
func dropDescriptions(value any) {
	switch v := value.(type) {
	case map[string]any:
		if _, ok := v["description"].(string); ok {
			delete(v, "description")
		}
		for _, kid := range v {
			dropDescriptions(kid)
		}
	case []any:
		for _, kid := range v {
			dropDescriptions(kid)
		}
	}
}

func trimmed(data []byte) (map[string]json.RawMessage, error) {
	var doc map[string]json.RawMessage
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("read the document: %w", err)
	}
	var paths map[string]json.RawMessage
	if err := json.Unmarshal(doc["paths"], &paths); err != nil {
		return nil, err
	}
	for p := range paths {
		if !served.MatchString(p) {
			delete(paths, p)
		}
	}
	kept, err := json.Marshal(paths)
	if err != nil {
		return nil, err
	}
	doc["paths"] = kept
	return keepReachable(doc)
}

// keepReachable drops the definitions to which nothing refers.
func keepReachable(doc map[string]json.RawMessage) (map[string]json.RawMessage, error) {
	holder, key := doc, "definitions"
	var components map[string]json.RawMessage
	if raw, v3 := doc["components"]; v3 {
		if err := json.Unmarshal(raw, &components); err != nil {
			return nil, err
		}
		holder, key = components, "schemas"
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(holder[key], &all); err != nil {
		return nil, err
	}
	kept := map[string]json.RawMessage{}
	var visit func(text []byte)
	visit = func(text []byte) {
		for _, m := range reference.FindAllSubmatch(text, -1) {
			name := strings.ReplaceAll(string(m[1]), "~1", "/")
			if _, seen := kept[name]; !seen {
				kept[name] = all[name]
				visit(all[name])
			}
		}
	}
	visit(doc["paths"])
	visit(doc["parameters"])
	raw, err := json.Marshal(kept)
	if err != nil {
		return nil, err
	}
	holder[key] = raw
	if components != nil {
		doc["components"], err = json.Marshal(components)
	}
	return doc, err
}
