package twins

import (
	"fmt"
	"testing"

	"github.com/pmezard/go-difflib/difflib"

	"github.com/kronoscope/kronoscope/kube/e2e/shell"
)

// exceptions are the lines after which the planes may differ, and must, each with why.
var exceptions = []struct{ line, why string }{
	{
		"kubectl get job slow --show-managed-fields -o jsonpath='{.metadata.managedFields[*].manager}'",
		"the controllers and the kubelet of the embedded plane write without field managers, which would double the cost of a write",
	},
	{
		"kubectl get ev --field-selector reason=Completed",
		"the embedded plane serves events as v1 alone, so that their short name is of one resource, and kubectl has nothing to warn of",
	},
}

func exceptionsByLine() map[string]string {
	reasons := map[string]string{}
	for _, e := range exceptions {
		reasons[e.line] = e.why
	}
	return reasons
}

// compare says how the outputs of a line on the real plane and on the embedded one differ. A line that does not end as its
// script says is an error in any case: the script is wrong, or both planes are.
func compare(t *testing.T, step shell.Step, outputs [2]shell.Output) []string {
	t.Helper()
	real, embedded := outputs[0], outputs[1]
	if (real.Code != 0) != step.Fails {
		t.Errorf("$ %s\non the real plane it ends with %d\n%s%s", step.Line, real.Code, real.Stdout, real.Stderr)
	}
	var differences []string
	if real.Code != embedded.Code {
		differences = append(differences, fmt.Sprintf("it ends with %d on the real plane, with %d on the embedded one", real.Code, embedded.Code))
	}
	for name, texts := range map[string][2]string{
		"stdout": {real.Stdout, embedded.Stdout}, "stderr": {real.Stderr, embedded.Stderr},
	} {
		if d := lineDiff(shell.Normal(texts[0]), shell.Normal(texts[1])); d != "" {
			differences = append(differences, fmt.Sprintf("%s: - is the real plane's, + the embedded one's\n%s", name, d))
		}
	}
	return differences
}

func lineDiff(real, embedded string) string {
	d := difflib.UnifiedDiff{A: difflib.SplitLines(real), B: difflib.SplitLines(embedded), Context: 1}
	text, _ := difflib.GetUnifiedDiffString(d) // it writes to memory
	return text
}
