package openapi

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/kube-openapi/pkg/schemaconv"
	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/structured-merge-diff/v6/schema"
)

func definitions(t testing.TB, file string) map[string]*spec.Schema {
	t.Helper()
	data, err := unpack(file)
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Definitions map[string]*spec.Schema `json:"definitions"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Definitions
}

// What server-side apply learns from the slim file is what the published document says.
func TestSlimTypesAreThePublishedOnes(t *testing.T) {
	published, err := schemaconv.ToSchemaFromOpenAPI(definitions(t, "v2.json.gz"), false)
	if err != nil {
		t.Fatal(err)
	}
	slim, err := schemaconv.ToSchemaFromOpenAPI(definitions(t, "types.json.gz"), false)
	if err != nil {
		t.Fatal(err)
	}
	if len(slim.Types) < 100 {
		t.Errorf("only %d types", len(slim.Types))
	}
	byName := []cmp.Option{
		cmpopts.IgnoreUnexported(schema.Map{}),
		cmpopts.SortSlices(func(a, b schema.TypeDef) bool { return a.Name < b.Name }),
		cmpopts.SortSlices(func(a, b schema.StructField) bool { return a.Name < b.Name }),
	}
	if diff := cmp.Diff(published.Types, slim.Types, byName...); diff != "" {
		t.Errorf("the types differ (-published +slim):\n%s", diff)
	}
}

// BenchmarkTypes is what the first write over HTTP waits for.
func BenchmarkTypes(b *testing.B) {
	for b.Loop() {
		if _, err := managedfields.NewTypeConverter(definitions(b, "types.json.gz"), false); err != nil {
			b.Fatal(err)
		}
	}
}
