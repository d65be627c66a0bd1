package flags

import (
	"testing"
	"time"
)

func TestStartIsReadInManyForms(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 22, 30, 0, 0, time.UTC) // the 23rd also where the tests run west of Greenwich, not so in Tokyo
	want := time.Date(2026, 11, 24, 1, 55, 0, 0, paris)
	for text, want := range map[string]time.Time{
		"":                                {},
		"2026-11-24T01:55:00+01:00":       want,
		"2026-11-24T00:55:00Z":            want,
		"2026-11-24 01:55 Europe/Paris":   want,
		"2026-11-24T01:55:00 Asia/Tokyo":  time.Date(2026, 11, 23, 16, 55, 0, 0, time.UTC),
		"2026-11-24 01:55":                time.Date(2026, 11, 24, 1, 55, 0, 0, time.Local),
		"2026-11-24 01:55:07":             time.Date(2026, 11, 24, 1, 55, 7, 0, time.Local),
		"2026-11-24":                      time.Date(2026, 11, 24, 0, 0, 0, 0, time.Local),
		"01:55 UTC":                       time.Date(2026, 11, 23, 1, 55, 0, 0, time.UTC),
		"01:55 Asia/Tokyo":                time.Date(2026, 11, 23, 16, 55, 0, 0, time.UTC), // the 24th there
		"01:55:30 Europe/Paris":           time.Date(2026, 11, 23, 0, 55, 30, 0, time.UTC),
		" 2026-11-24 01:55 Europe/Paris ": want,
	} {
		got, err := Plane{start: text}.StartAt(now)
		if err != nil || !got.Equal(want) {
			t.Errorf("--start %q: %v, %v, want %v", text, got, err, want)
		}
	}
	local, err := Plane{start: "01:55"}.StartAt(now)
	if today := now.In(time.Local); err != nil || local.Day() != today.Day() || local.Hour() != 1 || local.Location() != time.Local {
		t.Errorf("--start 01:55: %v, %v", local, err)
	}
}

func TestStartThatIsNoTimeIsAnError(t *testing.T) {
	for _, text := range []string{"soon", "25:00", "2026-13-01", "2026-11-24 01:55 Middle/Earth", "01:55 ", "Europe/Paris", "2026-02-30"} {
		at, err := Plane{start: text}.StartAt(time.Now())
		if text == "01:55 " {
			if err != nil {
				t.Errorf("--start %q: %v", text, err)
			}
			continue
		}
		if err == nil {
			t.Errorf("--start %q is taken for %v", text, at)
		}
	}
}

func TestUntilIsTheNextThatComesAfterTheStart(t *testing.T) {
	start := time.Date(2026, 11, 24, 1, 58, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"":               {},
		"+2d":            start.AddDate(0, 0, 2),
		"03:00 UTC":      time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC),
		"01:00 UTC":      time.Date(2026, 11, 25, 1, 0, 0, 0, time.UTC),
		"25 October UTC": time.Date(2027, 10, 25, 0, 0, 0, 0, time.UTC),
	} {
		if got, err := (Plane{until: text}).EndAfter(start); err != nil || !got.Equal(want) {
			t.Errorf("--until %q: %v, %v, want %v", text, got, err, want)
		}
	}
}

func TestSpeedIsANumberAboveZeroOrMax(t *testing.T) {
	for text, want := range map[string]float64{"10": 10, "0.5": 0.5, "60x": 60, "60×": 60, "max": 0, "MAX": 0, "1e6": 1e6} {
		if got, err := (Plane{Speed: text}).Rate(); err != nil || got != want {
			t.Errorf("--speed %s: %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "0", "-1", "fast", "NaN", "Inf", "1e7"} {
		if got, err := (Plane{Speed: text}).Rate(); err == nil {
			t.Errorf("--speed %q is taken for %v", text, got)
		}
	}
}
