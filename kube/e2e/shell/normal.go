package shell

import (
	"regexp"
	"strings"
)

// replacements make two planes' texts comparable: what is drawn by chance or from a clock, and addresses of the plane itself.
// They go from the most to the least special.
var replacements = []struct {
	find *regexp.Regexp
	by   string
}{
	{regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`), "UID"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)`), "TIME"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? [+-]\d{4}( [A-Z]+)?`), "TIME"}, // heads of diff
	{regexp.MustCompile(`[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d [+-]\d{4}`), "TIME"},
	{regexp.MustCompile(`https://(127\.0\.0\.1|\[::1\]|localhost):\d+`), "https://SERVER"},
	{regexp.MustCompile(`\b\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(:\d+)?\b`), "IP"},
	{regexp.MustCompile(`://[0-9a-f]{32,64}`), "://ID"},
	{regexp.MustCompile(`\.[0-9a-f]{14,16}\b`), ".EVENT"},
	{regexp.MustCompile(`(resourceVersion\W{1,16})\d+`), "${1}VERSION"},
	{regexp.MustCompile(`-[bcdfghjklmnpqrstvwxz2456789]{5}\b`), "-XXXXX"}, // the alphabet of generated names
	{regexp.MustCompile(`\b(LIVE|MERGED)-\d+`), "$1-N"},
	{regexp.MustCompile(` \(x\d+ over [0-9hms]+\)`), ""}, // how often an event came depends on who was faster
	{regexp.MustCompile(`\b(\d+[hms])+\b|<invalid>`), "AGE"},
	{regexp.MustCompile(`([^ \n]) {2,}`), "$1  "}, // columns are as wide as what was replaced
}

// Normal is a text of a plane without what may differ between planes that behave the same.
func Normal(text string) string {
	for _, r := range replacements {
		text = r.find.ReplaceAllString(text, r.by)
	}
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}
