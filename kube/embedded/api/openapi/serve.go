package openapi

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"

	openapi_v2 "github.com/google/gnostic-models/openapiv2"
	openapi_v3 "github.com/google/gnostic-models/openapiv3"
	"github.com/munnerz/goautoneg"
	"google.golang.org/protobuf/proto"
)

// document is one OpenAPI document in JSON and protobuf.
type document struct {
	file  string
	parse func([]byte) (proto.Message, error)
	types [2]string // media types of its protobuf form: the one to answer with, and an older name

	json, binary func() (content, error)
}

type content struct {
	data []byte
	etag string
}

func newDocument(file string, version string, parse func([]byte) (proto.Message, error)) *document {
	d := &document{file: file, parse: parse, types: [2]string{
		"com.github.proto-openapi.spec." + version + ".v1.0+protobuf",
		"com.github.proto-openapi.spec." + version + "@v1.0+protobuf",
	}}
	d.json = sync.OnceValues(func() (content, error) {
		data, err := unpack(d.file)
		sum := sha256.Sum256(data)
		return content{data, strings.ToUpper(hex.EncodeToString(sum[:]))}, err
	})
	d.binary = sync.OnceValues(func() (content, error) {
		plain, err := d.json()
		if err != nil {
			return content{}, err
		}
		m, err := d.parse(plain.data)
		if err != nil {
			return content{}, err
		}
		data, err := proto.Marshal(m)
		return content{data, plain.etag}, err
	})
	return d
}

func v2() *document {
	return newDocument("v2.json.gz", "v2", func(b []byte) (proto.Message, error) { return openapi_v2.ParseDocument(b) })
}

func v3(file string) *document {
	return newDocument(file, "v3", func(b []byte) (proto.Message, error) { return openapi_v3.ParseDocument(b) })
}

// ServeHTTP sends the form that the client prefers.
func (d *document) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	accept := r.Header.Get("Accept")
	if accept == "" {
		accept = "*/*"
	}
	for _, clause := range goautoneg.ParseAccept(accept) {
		if clause.Type != "application" && clause.Type != "*" {
			continue
		}
		switch clause.SubType {
		case "json", "*":
			d.send(w, r, "application/json", d.json)
			return
		case d.types[0], d.types[1]:
			d.send(w, r, "application/"+d.types[0], d.binary)
			return
		}
	}
	w.WriteHeader(http.StatusNotAcceptable)
}

func (d *document) send(w http.ResponseWriter, r *http.Request, mediaType string, get func() (content, error)) {
	c, err := get()
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", mediaType)
	h.Set("Vary", "Accept")
	h.Set("Etag", strconv.Quote(c.etag))
	if r.URL.Query().Get("hash") == c.etag {
		h.Set("Cache-Control", "public, immutable")
	}
	if r.Header.Get("If-None-Match") == strconv.Quote(c.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	_, _ = w.Write(c.data)
}

// Handle registers the documents under /openapi.
func Handle(mux *http.ServeMux) {
	mux.Handle("/openapi/v2", v2())
	documents := map[string]*document{}
	for path, file := range map[string]string{
		"api/v1": "v3.api.v1.json.gz", "apis/batch/v1": "v3.apis.batch.v1.json.gz",
		"apis/authentication.k8s.io/v1": "v3.apis.authentication.k8s.io.v1.json.gz",
		"apis/authorization.k8s.io/v1":  "v3.apis.authorization.k8s.io.v1.json.gz",
	} {
		documents[path] = v3(file)
		mux.Handle("/openapi/v3/"+path, documents[path])
	}
	mux.HandleFunc("/openapi/v3", func(w http.ResponseWriter, _ *http.Request) { handleIndex(w, documents) })
}

// handleIndex lists the documents, each with a hash by which clients cache it.
func handleIndex(w http.ResponseWriter, documents map[string]*document) {
	type location struct {
		ServerRelativeURL string `json:"serverRelativeURL"`
	}
	paths := map[string]location{}
	for path, d := range documents {
		c, err := d.json()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		paths[path] = location{"/openapi/v3/" + path + "?" + url.Values{"hash": {c.etag}}.Encode()}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"paths": paths})
}
