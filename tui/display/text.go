package display

import (
	"strings"

	"github.com/kronoscope/kronoscope/kube/printable"
)

// Clean makes text from a cluster safe to draw on one line: it applies [printable.Text] and turns line breaks into spaces.
func Clean(s string) string {
	return strings.ReplaceAll(printable.Text(s), "\n", " ")
}
