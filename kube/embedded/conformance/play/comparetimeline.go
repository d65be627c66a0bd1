package play

import (
	"maps"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
)

// timelines compares, for each Job, the order in which conditions first appear and the final line, and checks that the real plane
// has shown every line. Timing may merge or split steps, so nothing else is compared.
func (c *comparison) timelines(got, want []Line, others []*Record) {
	gotOf, wantOf := byJob(got), byJob(want)
	known := byJob(want)
	for _, other := range others {
		for job, lines := range byJob(other.Timeline) {
			known[job] = append(known[job], lines...)
		}
	}
	jobs := map[string]bool{}
	for job := range gotOf {
		jobs[job] = true
	}
	for job := range wantOf {
		jobs[job] = true
	}
	for _, job := range slices.Sorted(maps.Keys(jobs)) {
		c.timeline(job, gotOf[job], wantOf[job], known[job])
	}
}

func (c *comparison) timeline(job string, got, want, known []Line) {
	if len(got) == 0 || len(want) == 0 {
		c.differ("timeline of job %s: %d lines, want %d", job, len(got), len(want))
		return
	}
	shown := map[string]bool{}
	for _, line := range known {
		shown[line.Status] = true
	}
	for _, line := range got {
		if !shown[line.Status] {
			shown[line.Status] = true // report it once
			c.differ("timeline of job %s: at %d a line that was never recorded: %s", job, line.At, line.Status)
		}
	}
	if got, want := got[len(got)-1].Status, want[len(want)-1].Status; got != want {
		c.differ("timeline of job %s: final line\n- %s\n+ %s", job, want, got)
	}
	if diff := cmp.Diff(conditions(want), conditions(got)); diff != "" {
		c.differ("timeline of job %s: order of conditions (-want +got):\n%s", job, diff)
	}
}

func byJob(lines []Line) map[string][]Line {
	result := map[string][]Line{}
	for _, line := range lines {
		result[line.Job] = append(result[line.Job], line)
	}
	return result
}

// conditions returns the distinct conditions of a timeline in the order of their first appearance.
func conditions(lines []Line) []string {
	var result []string
	for _, line := range lines {
		for _, word := range strings.Fields(line.Status) {
			isCondition := word[0] >= 'A' && word[0] <= 'Z' && strings.Contains(word, "=")
			if isCondition && !slices.Contains(result, word) {
				result = append(result, word)
			}
		}
	}
	return result
}
