package play

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"sigs.k8s.io/yaml"
)

// Compare returns the differences between a play and a record as readable text, one string each; none if they agree. Lines of a
// timeline may also come from other records of the same scenario.
func Compare(s *Scenario, got, want *Record, others ...*Record) []string {
	c := &comparison{scenario: s}
	c.responses(got.Responses, want.Responses)
	c.objects("job", got.Jobs, want.Jobs)
	c.objects("cronJob", got.CronJobs, want.CronJobs)
	c.pods(got.Pods, want.Pods)
	c.events(got.Events, want.Events)
	c.timelines(got.Timeline, want.Timeline, others)
	return c.differences
}

type comparison struct {
	scenario    *Scenario
	differences []string
}

func (c *comparison) differ(format string, args ...any) {
	c.differences = append(c.differences, strings.TrimRight(fmt.Sprintf(format, args...), "\n"))
}

func (c *comparison) responses(got, want []Response) {
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			c.differ("step %d: not played", i)
		case i >= len(want):
			c.differ("step %d: played, but not recorded", i)
		default:
			c.response(got[i], want[i])
		}
	}
}

func (c *comparison) response(got, want Response) {
	gotObject, wantObject := got.Object, want.Object
	got.Object, want.Object = nil, nil
	// An error's causes are a set: the API server collects some of them from maps.
	slices.Sort(got.Causes)
	want.Causes = slices.Sorted(slices.Values(want.Causes))
	if !cmp.Equal(got, want, cmp.Transformer("noNil", noNil)) {
		c.differ("step %d: response (-want +got):\n%s", want.Step, textDiff(want, got))
	}
	if !c.sameObject(gotObject, wantObject) {
		c.differ("step %d: object in the response (-want +got):\n%s", want.Step, textDiff(wantObject, gotObject))
	}
}

func noNil(list []string) []string { return append([]string{}, list...) }

// objects compares sets of objects.
func (c *comparison) objects(kind string, got, want []map[string]any) {
	matchSets(got, want, c.sameObject, objectName, func(got, want *map[string]any) {
		switch {
		case got == nil:
			c.differ("%s %s is missing", kind, objectName(*want))
		case want == nil:
			c.differ("%s %s ought not to exist", kind, objectName(*got))
		default:
			c.differ("%s %s (-want +got):\n%s", kind, objectName(*want), textDiff(*want, *got))
		}
	})
}

func objectName(object map[string]any) string {
	metadata, _ := object["metadata"].(map[string]any)
	name, _ := metadata["name"].(string)
	return name
}

func (c *comparison) events(got, want []Event) {
	gotSet, wantSet := map[Event]bool{}, map[Event]bool{}
	for _, event := range got {
		gotSet[event] = true
	}
	for _, event := range want {
		wantSet[event] = true
		if !gotSet[event] && !isRace(event) {
			c.differ("event is missing: %s", event)
		}
	}
	for _, event := range slices.SortedFunc(maps.Keys(gotSet), compareEvents) {
		if !wantSet[event] {
			c.differ("event was never seen: %s", event)
		}
	}
}

// isRace reports whether an event is about a controller that deleted an object twice, because it had not yet seen its own
// deletion. The two takes differ in such events, and a controller that reads its own writes never causes any.
func isRace(event Event) bool {
	return event.Reason == "FailedDelete" && strings.HasSuffix(event.Message, " not found")
}

// String is the event as one line.
func (e Event) String() string {
	return fmt.Sprintf("%s %s %s: %s", e.Object, e.Type, e.Reason, e.Message)
}

func compareEvents(a, b Event) int { return strings.Compare(a.String(), b.String()) }

// matchSets pairs the elements of two lists: first those that are the same, then those with the same name, then the rest of either
// list. It calls mismatch for all but the first.
func matchSets[T any](got, want []T, same func(a, b T) bool, name func(T) string, mismatch func(got, want *T)) {
	left := slices.Clone(got)
	take := func(matches func(T) bool) (T, bool) {
		i := slices.IndexFunc(left, matches)
		if i < 0 {
			var none T
			return none, false
		}
		found := left[i]
		left = slices.Delete(left, i, i+1)
		return found, true
	}
	var missing []T
	for _, w := range want {
		if _, found := take(func(g T) bool { return same(g, w) }); !found {
			missing = append(missing, w)
		}
	}
	for i := range missing {
		w := &missing[i]
		if g, found := take(func(g T) bool { return name(g) == name(*w) }); found {
			mismatch(&g, w)
		} else {
			mismatch(nil, w)
		}
	}
	for i := range left {
		mismatch(&left[i], nil)
	}
}

// textDiff shows two values as YAML, cut to the lines around their differences.
func textDiff(want, got any) string {
	return cmp.Diff(yamlLines(want), yamlLines(got))
}

func yamlLines(value any) []string {
	data, err := yaml.Marshal(value)
	if err != nil {
		return []string{err.Error()}
	}
	return strings.Split(strings.TrimSpace(string(data)), "\n")
}
