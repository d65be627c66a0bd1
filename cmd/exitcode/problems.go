package exitcode

import "github.com/kronoscope/kronoscope/kube/manifest"

// Problems is the error that lists what is wrong with the manifests.
func Problems(problems []manifest.Problem) error {
	var lines []string
	for _, p := range problems {
		lines = append(lines, p.Error())
	}
	return WrongInput(lines...)
}
