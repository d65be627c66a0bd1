package themes

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPickHonoursNameThenNoColorThenBackground(t *testing.T) {
	for _, c := range []struct {
		say             string
		name            string
		noColor, darkBG bool
		want            string
	}{
		{"nothing said on a dark terminal", "", false, true, "dark"},
		{"nothing said on a light terminal", "", false, false, "light"},
		{"NO_COLOR", "", true, true, "none"},
		{"a name wins over NO_COLOR", "light", true, true, "light"},
	} {
		got, err := Pick(c.name, c.noColor, c.darkBG)
		if err != nil || got.Name != c.want {
			t.Errorf("%s: got %q, %v; want %q", c.say, got.Name, err, c.want)
		}
	}
}

func TestUnknownThemeNamesTheKnownOnes(t *testing.T) {
	_, err := Pick("solarised", false, true)
	if err == nil || !strings.Contains(err.Error(), "dark, light, none") {
		t.Fatalf("got %v", err)
	}
	if diff := cmp.Diff([]string{"dark", "light", "none"}, Names()); diff != "" {
		t.Fatal(diff)
	}
}

var colour = regexp.MustCompile(`\x1b\[[0-9;]*(38|48)[;:]`)

func TestPlainThemeEmitsNoColour(t *testing.T) {
	s := none().Styles()
	for name, st := range s.named() {
		if out := st.Render("x"); colour.MatchString(out) {
			t.Errorf("%s draws colour: %q", name, out)
		}
	}
}

// TestInksCanBeRead holds WCAG's 4.5:1 for words against the backgrounds they are drawn on.
func TestInksCanBeRead(t *testing.T) {
	for _, th := range []Theme{dark(), light()} {
		page := "#FFFFFF"
		if th.Dark {
			page = "#1B1E25"
		}
		inks := append([]string{th.Text, th.Muted, th.Strong, th.Accent, th.Good, th.Warn, th.Bad, th.Running, th.Idle}, th.Series...)
		for _, ink := range inks {
			if c := contrast(ink, page); c < 4.5 {
				t.Errorf("%s: %s on the page has contrast %.1f", th.Name, ink, c)
			}
		}
		for _, ink := range []string{th.Text, th.Strong, th.Good, th.Bad, th.Running, th.Warn} {
			if c := contrast(ink, th.Select); c < 3.6 {
				t.Errorf("%s: %s on the selection has contrast %.1f", th.Name, ink, c)
			}
		}
	}
}

func contrast(a, b string) float64 {
	la, lb := luminance(a), luminance(b)
	return (math.Max(la, lb) + 0.05) / (math.Min(la, lb) + 0.05)
}

func luminance(hex string) float64 {
	n, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 32)
	if err != nil {
		panic(err)
	}
	lin := func(v uint64) float64 {
		f := float64(v&0xff) / 255
		if f <= 0.03928 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*lin(n>>16) + 0.7152*lin(n>>8) + 0.0722*lin(n)
}
