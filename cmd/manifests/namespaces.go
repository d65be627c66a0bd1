package manifests

import (
	"cmp"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
)

// Select puts an object that names no namespace into the one asked for, and reports whether the object is to be looked at: where a
// namespace is asked for, only its objects are.
func Select(object metav1.Object, asked string) bool {
	object.SetNamespace(cmp.Or(object.GetNamespace(), asked))
	return asked == "" || object.GetNamespace() == asked
}

// NoCronJob returns the error of manifests without a CronJob to look at.
func NoCronJob(files []string, asked string) error {
	what := "no CronJob"
	if asked != "" {
		what += " " + InNamespace(asked)
	}
	return exitcode.WrongInput(strings.Join(files, ", ") + ": " + what + " in the manifests")
}

// InNamespace says in words which namespace is looked at; "" is all of them.
func InNamespace(name string) string {
	if name == "" {
		return "in any namespace"
	}
	return "in namespace " + name
}
