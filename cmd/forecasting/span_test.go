package forecasting

import (
	"testing"
	"time"
)

// The days of a span are those of the calendar.
func TestLater(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 10, 24, 12, 0, 0, 0, paris)
	for text, want := range map[string]time.Duration{
		"1d": 25 * time.Hour, "24h": 24 * time.Hour, "1w1d2h": 8*24*time.Hour + 3*time.Hour, "90m": 90 * time.Minute,
	} {
		if got, err := later(from, text); err != nil || got.Sub(from) != want {
			t.Errorf("%s: %v, %v, want %v", text, got.Sub(from), err, want)
		}
	}
	twice := time.Date(2026, 10, 25, 0, 15, 0, 0, time.UTC).In(paris)
	if got, err := later(twice, "30m"); err != nil || got.Sub(twice) != 30*time.Minute {
		t.Errorf("30m from the first 02:15 is %v, %v", got, err)
	}
	for _, text := range []string{"", "d", "-1d", "1d-2h", "5", "1.5d", "99999999999999999999d"} {
		if got, err := later(from, text); err == nil {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}
