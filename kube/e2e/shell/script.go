package shell

import (
	"fmt"
	"strings"
)

// Step is a line of a script.
type Step struct {
	Line string
	// Fails tells that it is meant to end with another exit code than 0; a script says so with "! " in front of the line.
	Fails bool
}

// Parse reads a script: a step a line, with empty lines and those that begin with # in between. A step that ends with a
// backslash goes on with the next line.
func Parse(name, text string) ([]Step, error) {
	var steps []Step
	text = strings.ReplaceAll(text, "\\\n", "")
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		rest, fails := strings.CutPrefix(line, "! ")
		steps = append(steps, Step{Line: rest, Fails: fails})
	}
	if len(steps) == 0 {
		return nil, fmt.Errorf("script %s has no step", name)
	}
	return steps, nil
}
