package cron

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Problem is why the API server would refuse a schedule.
type Problem struct {
	At    Part   // where in the expression; empty, at its end, when something is missing
	Field Field  // the field of that place, or [NoField]
	Text  string // the reason in plain English, for the person who wrote the expression
	Err   error  // the reason in the API server's own words
}

// errZoneInSchedule has the API server's text.
var errZoneInSchedule = errors.New("cannot use TZ or CRON_TZ in schedule, use timeZone field instead")

// macros are the expressions of a single word.
const macros = "@yearly @annually @monthly @weekly @daily @midnight @hourly"

// Check returns what the API server would refuse in the schedule of a new CronJob, or nil when it would accept it. Like the API server
// it asks robfig/cron's parser, and refuses a zone in the expression (validateScheduleFormat in
// k8s.io/kubernetes, pkg/apis/batch/validation).
func Check(expr string) *Problem {
	if at := strings.Index(expr, "TZ"); at >= 0 {
		return zoneProblem(expr, at)
	}
	_, err := parseStandard(expr)
	if err == nil {
		return nil
	}
	p := placeProblem(expr)
	if p == nil { // the parser decides, also where its reason is not known here
		p = &Problem{At: Part{0, len(expr)}, Field: NoField, Text: err.Error()}
	}
	p.Err = err
	return p
}

func zoneProblem(expr string, at int) *Problem {
	p := &Problem{At: Part{at, at + len("TZ")}, Field: NoField, Err: errZoneInSchedule}
	p.Text = "TZ has no place in a schedule: the zone is a field of its own"
	for _, part := range parts(expr, 0) {
		if part.From <= at && at < part.To {
			p.At = part
		}
	}
	switch zone, _, _ := cutZone(expr); {
	case zone == controllersZone:
		p.Text = "leave Local out: no zone means the controller's own"
	case len(CheckTimeZone(zone)) == 0:
		p.Text = fmt.Sprintf("a zone has no place in a schedule: write %s into the field for it", zone)
	}
	return p
}

// placeProblem finds the place that the parser refuses, nil when it is not found.
func placeProblem(expr string) *Problem {
	if strings.HasPrefix(strings.TrimLeftFunc(expr, unicode.IsSpace), "@") {
		return macroProblem(expr)
	}
	all := fieldParts(expr)
	if len(all) != fieldCount {
		return countProblem(expr, all)
	}
	for i, part := range all {
		f := Field(i)
		for _, element := range elements(expr, part) {
			if _, err := parseStandard(strings.Repeat("* ", i) + element.Of(expr) + strings.Repeat(" *", fieldCount-1-i)); err != nil {
				text := f.complaint(element.Of(expr))
				if text == "" {
					text = err.Error()
				}
				return &Problem{At: element, Field: f, Text: text}
			}
		}
	}
	return nil
}

func macroProblem(expr string) *Problem {
	const every = "@every "
	p := &Problem{At: Part{0, len(expr)}, Field: NoField}
	word := strings.ToLower(strings.TrimSpace(expr))
	switch {
	case strings.HasPrefix(expr, every):
		p.At.From = len(every)
		p.Text = "not a duration: numbers with units, such as 90m or 1h30m"
	case word == strings.TrimSpace(every):
		p.At.From = len(expr)
		p.Text = "every how long? Such as @every 90m"
	case strings.Contains(" "+macros+" ", " "+word+" "):
		p.Text = "a macro is written in lower case, without spaces: " + word
	default:
		p.Text = "not one of " + strings.ReplaceAll(macros, " ", ", ") + ", @every 90m"
	}
	return p
}

func countProblem(expr string, all []Part) *Problem {
	p := &Problem{At: Part{len(expr), len(expr)}, Field: NoField}
	switch n := len(all); {
	case n == 0:
		p.Text = "five fields are needed, such as 0 2 * * *, or a macro such as @daily"
	case n > fieldCount:
		p.At.From = all[fieldCount].From
		p.Text = fmt.Sprintf("%d fields are too many: Kubernetes takes five, without seconds and years", n)
	default:
		var missing []string
		for f := Field(n); f < fieldCount; f++ {
			missing = append(missing, f.String())
		}
		verb := "is"
		if len(missing) > 1 {
			verb = "are"
		}
		p.Text = fmt.Sprintf("%s %s missing: five fields are needed", and(missing), verb)
	}
	return p
}

// complaint is what is wrong with an element of the field, "" when that is not known here.
func (f Field) complaint(element string) string {
	bounds, step, stepped := strings.Cut(element, "/")
	switch {
	case strings.Count(element, "/") > 1:
		return "one / at most: a range and a step"
	case strings.Count(bounds, "-") > 1:
		return "one - at most: the first and the last"
	}
	from, to, ranged := strings.Cut(bounds, "-")
	if from != "*" && from != "?" {
		if text := f.valueComplaint(from); text != "" {
			return text
		}
	}
	if ranged && from != "*" && from != "?" {
		if text := f.valueComplaint(to); text != "" {
			return text
		}
		low, _ := f.number(from)
		if high, _ := f.number(to); low > high {
			r := fieldRules[f]
			return fmt.Sprintf("it runs backwards: write %s-%d,%d-%s", from, r.max, r.min, to)
		}
	}
	if n, ok := atoi(step); stepped && (!ok || n == 0) {
		return "after / comes a step, a whole number from 1"
	}
	return ""
}

// valueComplaint is why a text is no value of the field, "" when it is one.
func (f Field) valueComplaint(text string) string {
	r := fieldRules[f]
	n, ok := f.number(text)
	switch {
	case text == "":
		return "a value is missing: " + f.Values()
	case !ok && strings.ContainsAny(text, "LlWw#Hh?*"):
		return fmt.Sprintf("%q is not a %s: L, W, # and H belong to other crons; %s", text, f, f.Values())
	case !ok:
		return fmt.Sprintf("%q is not a %s: %s", text, f, f.Values())
	case f == WeekdayField && n == r.max+1:
		return "7 is not a weekday here: Sunday is 0"
	case n < r.min:
		return fmt.Sprintf("%s is below %d, the first %s", text, r.min, f)
	case n > r.max:
		return fmt.Sprintf("%s is above %d, the last %s", text, r.max, f)
	}
	return ""
}
