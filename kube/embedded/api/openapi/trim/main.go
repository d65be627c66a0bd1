// Command trim cuts Kubernetes' published OpenAPI documents down to what the embedded plane serves.
//
//	go run ./trim -spec $(go list -m -f '{{.Dir}}' k8s.io/kubernetes@v1.37.2)/api/openapi-spec -out .
//
// The documents are Kubernetes' own, under the Apache License 2.0; only paths and definitions are left out.
package main

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// served are the paths of the plane. Those of pods that need a connection into a container are described too: the plane
// answers them, if only to say no.
var served = regexp.MustCompile(`^/(version|openapi|(api|apis)/$|api/v1/(watch/)?(` +
	`(namespaces|nodes)(/\{name\}(/status|/finalize)?)?$|` +
	`(namespaces/\{namespace\}/)?(configmaps|events|limitranges|persistentvolumeclaims|pods|resourcequotas|secrets|serviceaccounts)` +
	`(/\{name\}(/status|/log|/binding|/eviction|/ephemeralcontainers|/exec|/attach|/portforward)?)?$|$)|` +
	`apis/(batch|authorization.k8s.io)/$|apis/batch/v1/|` +
	`apis/authorization.k8s.io/v1/($|selfsubjectaccessreviews|selfsubjectrulesreviews))`)

var reference = regexp.MustCompile(`"\$ref": *"#/(?:definitions|components/schemas)/([^"]+)"`)

func main() {
	spec := flag.String("spec", "", "directory api/openapi-spec of Kubernetes")
	out := flag.String("out", ".", "directory to write to")
	flag.Parse()
	for from, to := range map[string]string{
		"swagger.json":                                   "v2.json.gz",
		"v3/api__v1_openapi.json":                        "v3.api.v1.json.gz",
		"v3/apis__batch__v1_openapi.json":                "v3.apis.batch.v1.json.gz",
		"v3/apis__authorization.k8s.io__v1_openapi.json": "v3.apis.authorization.k8s.io.v1.json.gz",
	} {
		if err := trim(filepath.Join(*spec, from), filepath.Join(*out, to)); err != nil {
			fmt.Fprintf(os.Stderr, "trimming %s: %v\n", from, err)
			os.Exit(1)
		}
	}
	if err := types(filepath.Join(*spec, "swagger.json"), filepath.Join(*out, "types.json.gz")); err != nil {
		fmt.Fprintf(os.Stderr, "picking the types for server-side apply: %v\n", err)
		os.Exit(1)
	}
}

// types writes the definitions once more, without descriptions: six parts in seven, which would be read in vain.
func types(from, to string) error {
	doc, err := trimmed(from)
	if err != nil {
		return err
	}
	var definitions any
	if err := json.Unmarshal(doc["definitions"], &definitions); err != nil {
		return err
	}
	dropDescriptions(definitions)
	raw, err := json.Marshal(definitions)
	if err != nil {
		return err
	}
	packed, err := pack(map[string]json.RawMessage{"definitions": raw})
	if err != nil {
		return err
	}
	return os.WriteFile(to, packed, 0o644)
}

// dropDescriptions leaves a property alone that has this name: its value is no string.
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

func trim(from, to string) error {
	doc, err := trimmed(from)
	if err != nil {
		return err
	}
	packed, err := pack(doc)
	if err != nil {
		return err
	}
	return os.WriteFile(to, packed, 0o644)
}

func trimmed(from string) (map[string]json.RawMessage, error) {
	data, err := os.ReadFile(from)
	if err != nil {
		return nil, err
	}
	var doc map[string]json.RawMessage
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, err
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
	if doc["paths"], err = json.Marshal(paths); err != nil {
		return nil, err
	}
	return keepReachable(doc)
}

// keepReachable drops the definitions that nothing refers to any more.
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

func pack(doc map[string]json.RawMessage) ([]byte, error) {
	data, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	var plain, packed bytes.Buffer
	if err := json.Compact(&plain, data); err != nil {
		return nil, err
	}
	w, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(plain.Bytes()); err != nil {
		return nil, err
	}
	err = w.Close()
	return packed.Bytes(), err
}
