package exitcode

import "github.com/kronoscope/kronoscope/kube/manifest"

// Problems returns the error that lists what is wrong with manifests.
func Problems(problems []manifest.Problem) error {
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.Error())
	}
	return WrongInput(lines...)
}
