package cron

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Field is one of the five fields of a cron expression, in their order.
type Field int

// The fields. NoField stands for a place outside of them, such as a macro.
const (
	NoField Field = iota - 1
	MinuteField
	HourField
	DateField
	MonthField
	WeekdayField
)

// fieldCount is how many fields an expression has.
const fieldCount = 5

var fieldRules = [fieldCount]struct {
	name, short string
	min, max    int
	names       string // of the values from min on; they may be written instead of numbers
	remark      string // on the numbers
}{
	{name: "minute", short: "minute", max: 59},
	{name: "hour", short: "hour", max: 23},
	{name: "day of the month", short: "day", min: 1, max: 31},
	{name: "month", short: "month", min: 1, max: 12, names: "jan feb mar apr may jun jul aug sep oct nov dec"},
	{name: "weekday", short: "weekday", max: 6, names: "sun mon tue wed thu fri sat", remark: ", 0 is Sunday"},
}

// String returns the field's full name, such as "day of the month".
func (f Field) String() string {
	if f < 0 || f >= fieldCount {
		return "no field"
	}
	return fieldRules[f].name
}

// Short returns the field's name in one word, such as "day"; "" for [NoField].
func (f Field) Short() string {
	if f < 0 || f >= fieldCount {
		return ""
	}
	return fieldRules[f].short
}

// Values describes what the field may hold, such as "1–12 or jan–dec"; "" for [NoField].
func (f Field) Values() string {
	if f < 0 || f >= fieldCount {
		return ""
	}
	r := fieldRules[f]
	text := fmt.Sprintf("%d–%d", r.min, r.max)
	if names := strings.Fields(r.names); len(names) > 0 {
		text += fmt.Sprintf(" or %s–%s", names[0], names[len(names)-1])
	}
	return text + r.remark
}

// number reads a value of the field, given as a number or a name.
func (f Field) number(text string) (int, bool) {
	for i, name := range strings.Fields(fieldRules[f].names) {
		if strings.EqualFold(text, name) {
			return fieldRules[f].min + i, true
		}
	}
	return atoi(text)
}

// Part is a part of an expression, as byte offsets; To is excluded.
type Part struct{ From, To int }

// Of returns the text of the part. expr is the expression that the part belongs to.
func (p Part) Of(expr string) string { return expr[p.From:p.To] }

// parts are the words between spaces, from an offset on.
func parts(expr string, from int) (all []Part) {
	start := -1
	for i, r := range expr {
		switch {
		case i < from:
		case unicode.IsSpace(r):
			if start >= 0 {
				all, start = append(all, Part{start, i}), -1
			}
		case start < 0:
			start = i
		}
	}
	if start >= 0 {
		all = append(all, Part{start, len(expr)})
	}
	return all
}

// fieldParts are the fields of an expression. A zone before them is not a field, nor are the words of a macro.
func fieldParts(expr string) []Part {
	from := 0
	if _, _, ok := cutZone(expr); ok {
		if from = strings.IndexByte(expr, ' '); from < 0 {
			return nil
		}
	}
	if strings.HasPrefix(strings.TrimLeftFunc(expr[from:], unicode.IsSpace), "@") {
		return nil
	}
	return parts(expr, from)
}

// FieldAt returns the field at a byte offset of an expression, such as a cursor's, and its part of the expression. Between two
// fields it is the next one, whose part is empty when it has not been written yet.
func FieldAt(expr string, offset int) (Field, Part) {
	if strings.HasPrefix(strings.TrimLeftFunc(expr, unicode.IsSpace), "@") {
		return NoField, Part{}
	}
	offset = min(max(offset, 0), len(expr))
	n := 0
	for _, part := range fieldParts(expr) {
		if offset <= part.To {
			if n >= fieldCount || offset < part.From {
				part = Part{offset, offset}
			}
			return fieldOf(n), part
		}
		n++
	}
	return fieldOf(n), Part{offset, offset}
}

func fieldOf(n int) Field {
	if n >= fieldCount {
		return NoField
	}
	return Field(n)
}

// elements are the parts of a field between commas. Empty ones mean nothing and are left out.
func elements(expr string, field Part) (all []Part) {
	start := field.From
	for start <= field.To {
		end := field.To
		if i := strings.IndexByte(expr[start:field.To], ','); i >= 0 {
			end = start + i
		}
		if end > start {
			all = append(all, Part{start, end})
		}
		start = end + 1
	}
	return all
}

// atoi reads a plain number: digits alone.
func atoi(text string) (n int, ok bool) {
	const huge = 1 << 20 // beyond every range
	for _, r := range text {
		if r < '0' || r > '9' {
			return 0, false
		}
		n = min(n*10+int(r-'0'), huge)
	}
	return n, utf8.RuneCountInString(text) > 0
}
