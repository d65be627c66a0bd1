package serving

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/cmd/flags"
)

func TestTheNamespaceOfTheKubeconfigIsThere(t *testing.T) {
	labelled := filepath.Join(t.TempDir(), "ns.yaml")
	text := "apiVersion: v1\nkind: Namespace\nmetadata: {name: team-a, labels: {team: a}}\n"
	if err := os.WriteFile(labelled, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct{ files, labels []string }{
		"without manifests":            {},
		"as the manifests describe it": {[]string{labelled}, []string{"team"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := &Request{Files: tt.files, Namespace: "team-a", Plane: flags.Plane{Speed: "1"}}
			plane, cluster, _, err := s.makePlane(t.Context(), &flags.Shared{}, strings.NewReader(""), io.Discard, io.Discard)
			if err != nil {
				t.Fatal(err)
			}
			defer plane.Stop()
			got, err := cluster.Client.CoreV1().Namespaces().Get(t.Context(), "team-a", metav1.GetOptions{})
			if err != nil {
				t.Fatal(err)
			}
			for _, label := range tt.labels {
				if got.Labels[label] == "" {
					t.Errorf("it has the labels %v, not %s", got.Labels, label)
				}
			}
		})
	}
}
