package cron

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestProblemsAreToldInPlainWordsAtTheirPlace(t *testing.T) {
	for name, c := range map[string]struct{ expr, at, text string }{
		"too great a minute":     {"61 * * * *", "61", "61 is above 59, the last minute"},
		"too small a day":        {"0 2 0 * *", "0", "0 is below 1, the first day of the month"},
		"one of a list":          {"0 1,2,24 * * *", "24", "24 is above 23, the last hour"},
		"end of a range":         {"0 2 * * 1-9", "1-9", "9 is above 6, the last weekday"},
		"Sunday as 7":            {"0 2 * * 7", "7", "7 is not a weekday here: Sunday is 0"},
		"backwards":              {"0 2 * * fri-mon", "fri-mon", "it runs backwards: write fri-6,0-mon"},
		"no such name":           {"0 2 * fbe *", "fbe", `"fbe" is not a month: 1–12 or jan–dec`},
		"the last day elsewhere": {"0 2 L * *", "L", `"L" is not a day of the month: L, W, # and H belong to other crons; 1–31`},
		"step of nothing":        {"*/0 * * * *", "*/0", "after / comes a step, a whole number from 1"},
		"step in words":          {"0/x * * * *", "0/x", "after / comes a step, a whole number from 1"},
		"two steps":              {"*/5/2 * * * *", "*/5/2", "one / at most: a range and a step"},
		"two hyphens":            {"1-2-3 * * * *", "1-2-3", "one - at most: the first and the last"},
		"half a range":           {"0 9- * * *", "9-", "a value is missing: 0–23"},
		"half a step":            {"*/ * * * *", "*/", "after / comes a step, a whole number from 1"},
		"four fields":            {"0 2 * *", "", "weekday is missing: five fields are needed"},
		"two fields":             {"0 2", "", "day of the month, month and weekday are missing: five fields are needed"},
		"with seconds":           {"0 0 2 * * *", "*", "6 fields are too many: Kubernetes takes five, without seconds and years"},
		"nothing":                {"", "", "five fields are needed, such as 0 2 * * *, or a macro such as @daily"},
		"no such macro":          {"@reboot", "@reboot", "not one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly, @every 90m"},
		"a macro's case":         {"@Daily", "@Daily", "a macro is written in lower case, without spaces: @daily"},
		"every without unit":     {"@every 90", "90", "not a duration: numbers with units, such as 90m or 1h30m"},
		"every alone":            {"@every", "", "every how long? Such as @every 90m"},
		"a zone":                 {"TZ=Europe/Paris 0 2 * * *", "TZ=Europe/Paris", "a zone has no place in a schedule: write Europe/Paris into the field for it"},
		"a zone anywhere":        {"0 2 * * TZ", "TZ", "TZ has no place in a schedule: the zone is a field of its own"},
		"what makes it panic":    {"TZ=0", "TZ=0", "TZ has no place in a schedule: the zone is a field of its own"},
		"the controller's zone":  {"CRON_TZ=Local 0 2 * * *", "CRON_TZ=Local", "leave Local out: no zone means the controller's own"},
	} {
		t.Run(name, func(t *testing.T) {
			p := Check(c.expr)
			if p == nil || p.Text != c.text || p.At.Of(c.expr) != c.at || p.Err == nil {
				t.Errorf("%+v, want %q at %q", p, c.text, c.at)
			}
		})
	}
}

// What the API server takes has no problem, what it refuses has one, in a place of the text; so says the parser itself.
func TestProblemsAreThoseOfTheParser(t *testing.T) {
	pieces := rapid.SampledFrom([]string{
		"*", "?", "0", "5", "59", "60", "7", "jan", "SUN", "x", "-", "/", ",", "*/15", "1-5", "5-1", "/0", " ", "  ", "\t", "@daily", "@every ", "90m", "TZ=", "UTC",
		"é", "\u00a0", "99999999999999999999", "+3",
	})
	rapid.Check(t, func(t *rapid.T) {
		fields := rapid.SliceOfN(rapid.SliceOfN(pieces, 1, 3), 1, 6).Draw(t, "fields")
		var words []string
		for _, f := range fields {
			words = append(words, strings.Join(f, ""))
		}
		checkProblem(t, strings.Join(words, " "))
	})
}

func FuzzCheckSchedule(f *testing.F) {
	for _, expr := range []string{"0 2 * * *", "@every", "TZ=0", "CRON_TZ=UTC", ", , , , ,", "*/5/2 1-2-3 L x 7", "0 0 0 0 0 0", "\x00\xff", "*-5 */1,7 +1 - /"} {
		f.Add(expr)
	}
	f.Fuzz(func(t *testing.T, expr string) { checkProblem(t, expr) })
}

func checkProblem(t interface{ Fatalf(string, ...any) }, expr string) {
	p := Check(expr)
	_, err := parseStandard(expr)
	if refused := err != nil || strings.Contains(expr, "TZ"); refused != (p != nil) {
		t.Fatalf("%q: problem %+v, the parser says %v", expr, p, err)
	}
	if p != nil && (p.At.From < 0 || p.At.From > p.At.To || p.At.To > len(expr) || p.Text == "" || p.Err == nil) {
		t.Fatalf("%q: %+v", expr, p)
	}
	for offset := range len(expr) + 1 {
		if f, part := FieldAt(expr, offset); f < NoField || f > WeekdayField || part.From > part.To || part.To > len(expr) {
			t.Fatalf("%q at %d: %v %v", expr, offset, f, part)
		}
	}
}

func TestFieldUnderTheCursor(t *testing.T) {
	for _, c := range []struct {
		before, after string
		field         Field
		part          string
	}{
		{"", "", MinuteField, ""},
		{"", "30 2 * * *", MinuteField, "30"},
		{"30", " 2 * * *", MinuteField, "30"},
		{"30 ", "2 * * *", HourField, "2"},
		{"30 ", "  2 * * *", HourField, ""},
		{"30 2 * * mon", "-fri", WeekdayField, "mon-fri"},
		{"30 2 ", "", DateField, ""},
		{"30 2 * * * ", "", NoField, ""},
		{"30 2 * * * 2", "0", NoField, ""},
		{"@da", "ily", NoField, ""},
		{"TZ=UTC 30 ", "2 * * *", HourField, "2"},
	} {
		f, part := FieldAt(c.before+c.after, len(c.before))
		if f != c.field || part.Of(c.before+c.after) != c.part {
			t.Errorf("%s▏%s: %v %q, want %v %q", c.before, c.after, f, part.Of(c.before+c.after), c.field, c.part)
		}
	}
	if got := WeekdayField.Values(); got != "0–6 or sun–sat, 0 is Sunday" {
		t.Errorf("values of a weekday: %s", got)
	}
}

func TestTimeZonesOfTheAPI(t *testing.T) {
	for name, want := range map[string]string{
		"Europe/Paris": "", "UTC": "", "Etc/GMT+1": "",
		"":            "timeZone must be nil or non-empty string",
		"Mars/Base":   "unknown time zone Mars/Base",
		"../etc":      "unknown time zone ../etc",
		"Europe /x":   "unknown time zone Europe /x",
		"Local":       "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones",
		"\x1b[2Jevil": "unknown time zone \x1b[2Jevil",
	} {
		errs := CheckTimeZone(name)
		got := ""
		if len(errs) > 0 {
			got = errs[0].Error()
		}
		if got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}
