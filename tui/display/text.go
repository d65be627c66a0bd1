package display

import (
	"strings"

	"github.com/kronoscope/kronoscope/kube/printable"
)

// Clean makes text of a cluster safe to draw on one line: what [printable.Text] lets through, with line breaks as spaces.
func Clean(s string) string {
	return strings.ReplaceAll(printable.Text(s), "\n", " ")
}
