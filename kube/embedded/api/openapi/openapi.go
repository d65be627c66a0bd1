// Package openapi serves the OpenAPI documents of the embedded plane's kinds, and derives from them the types that server-side apply
// needs. The documents are those of an API server of Kubernetes v1.37.2 (Apache License 2.0), cut down by package trim. Nothing is
// unpacked or parsed before its first use.
package openapi

import (
	"bytes"
	"compress/gzip"
	"embed"
	"encoding/json"
	"fmt"
	"io"
	"sync"

	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/kube-openapi/pkg/validation/spec"
)

//go:generate go -C ../../../e2e test ./twins -run TestOpenAPI -update

//go:embed *.json.gz
var packed embed.FS

func unpack(name string) ([]byte, error) {
	data, err := packed.ReadFile(name)
	if err != nil {
		return nil, err
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("unpacking %s: %w", name, err)
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("unpacking %s: %w", name, err)
	}
	return plain, nil
}

// Types returns the type converter of server-side apply. It is made once.
var Types = sync.OnceValues(func() (managedfields.TypeConverter, error) {
	data, err := unpack("types.json.gz")
	if err != nil {
		return nil, err
	}
	var doc struct {
		Definitions map[string]*spec.Schema `json:"definitions"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("reading the OpenAPI definitions: %w", err)
	}
	return managedfields.NewTypeConverter(doc.Definitions, false)
})
