package play

import (
	"maps"
	"regexp"
	"strconv"
)

var offsetText = regexp.MustCompile(`^T[+-]\d+$`)

// sameTime reports whether two offsets in seconds agree: within one second, or within two if a step may coincide with a sync in the
// second before or after it.
func (c *comparison) sameTime(got, want int) bool {
	tolerance := 1
	for _, step := range c.scenario.Steps {
		if at := step.At.Seconds(); at >= float64(want)-1 && at <= float64(want)+1 {
			tolerance = 2
		}
	}
	return got-want <= tolerance && want-got <= tolerance
}

// sameObject reports whether decoded JSON values agree. It compares instants by their offsets.
func (c *comparison) sameObject(got, want map[string]any) bool {
	return maps.EqualFunc(got, want, c.sameValue) && (got == nil) == (want == nil)
}

func (c *comparison) sameValue(got, want any) bool {
	switch want := want.(type) {
	case map[string]any:
		got, ok := got.(map[string]any)
		return ok && c.sameObject(got, want)
	case []any:
		got, ok := got.([]any)
		if !ok || len(got) != len(want) {
			return false
		}
		for i := range want {
			if !c.sameValue(got[i], want[i]) {
				return false
			}
		}
		return true
	case string:
		got, ok := got.(string)
		if !ok || !offsetText.MatchString(want) || !offsetText.MatchString(got) {
			return ok && got == want
		}
		return c.sameTime(seconds(got), seconds(want))
	}
	return number(got) == number(want)
}

func seconds(text string) int {
	n, err := strconv.Atoi(text[1:])
	if err != nil {
		return 0
	}
	return n
}

// number makes numbers from different decoders comparable. Other values stay as they are.
func number(value any) any {
	switch value := value.(type) {
	case int64:
		return float64(value)
	case int:
		return float64(value)
	}
	return value
}
