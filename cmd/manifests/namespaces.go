package manifests

import (
	"cmp"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
)

// Select puts an object that names no namespace into that of --namespace, and says whether it is among what is looked at: with
// --namespace that is the one namespace, as in the demo.
func Select(object metav1.Object, asked string) bool {
	object.SetNamespace(cmp.Or(object.GetNamespace(), asked))
	return asked == "" || object.GetNamespace() == asked
}

// NoCronJob is the error of manifests in which there is nothing to look at.
func NoCronJob(files []string, asked string) error {
	what := "no CronJob"
	if asked != "" {
		what += " " + InNamespace(asked)
	}
	return exitcode.WrongInput(strings.Join(files, ", ") + ": " + what + " in the manifests")
}

func InNamespace(name string) string {
	if name == "" {
		return "in any namespace"
	}
	return "in namespace " + name
}
