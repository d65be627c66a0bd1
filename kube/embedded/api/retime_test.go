package api_test

import (
	"fmt"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

func TestAWriteThatChangesNothingMakesNoVersionWhoeverWroteBefore(t *testing.T) {
	p := newPlane(t)
	jobs := p.typed.BatchV1().Jobs("ns")
	must(jobs.Create(p.ctx, job("j"), metav1.CreateOptions{FieldManager: "m"}))(t)
	label := func(manager string) string {
		patch := fmt.Appendf(nil, `{"metadata":{"labels":{%q:"x"}}}`, manager)
		return must(jobs.Patch(p.ctx, "j", types.MergePatchType, patch, metav1.PatchOptions{FieldManager: manager}))(t).ResourceVersion
	}
	// Managers of the same instant are ordered by name: one that comes first shows it when the machine's clock is ahead of the
	// plane's, one that comes last when it is behind.
	for _, manager := range []string{"a", "z"} {
		wrote := label(manager)
		if again := label(manager); again != wrote {
			t.Errorf("%s changed nothing, but version %s became %s", manager, wrote, again)
		}
	}
}
