package widget

import (
	"math"
	"testing"
	"time"

	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

func TestBar(t *testing.T) {
	tuitest.Sweep(t, func(w int, s *themes.Styles) []string {
		var lines []string
		for _, done := range []float64{0, 0.0001, 0.43, 0.9999, 1, 7, -1, math.NaN()} {
			lines = append(lines, Bar(done, w, s))
		}
		return lines
	})
}

func TestBarUnknownMoves(t *testing.T) {
	tuitest.Sweep(t, func(w int, s *themes.Styles) []string {
		return []string{BarUnknown(0, w, s), BarUnknown(3, w, s), BarUnknown(1_000_003, w, s), BarUnknown(-2, w, s)}
	})
}

func TestIndexGrid(t *testing.T) {
	x := Indexes{Total: 100, Completed: "0-39,41", Failed: "40", Active: []int{42, 43, 44, 99, 100, -1}}
	tuitest.Sweep(t, func(w int, s *themes.Styles) []string { return append(IndexGrid(x, w, 2, s), IndexLegend(x, w, 2, s)) })
}

func TestIndexGridOfManyIndexes(t *testing.T) {
	x := Indexes{Total: 100_000, Completed: "0-51234,60000-60099", Failed: "7,33000", Active: []int{51236, 99_999}}
	tuitest.Sweep(t, func(w int, s *themes.Styles) []string { return append(IndexGrid(x, w, 2, s), IndexLegend(x, w, 2, s)) })
}

func TestIndexGridSurvivesNonsense(t *testing.T) {
	x := Indexes{Total: 10, Completed: "9-2,x,3-y,-1,,5-99999999999999999999,8-4000000000", Failed: "--"}
	tuitest.Sweep(t, func(w int, s *themes.Styles) []string { return append(IndexGrid(x, w, 2, s), IndexLegend(x, w, 2, s)) })
}

func TestPanels(t *testing.T) {
	keys := []key.Binding{
		key.NewBinding(key.WithKeys("t"), key.WithHelp("t", "trigger")),
		key.NewBinding(key.WithKeys("enter"), key.WithHelp("enter", "open")),
		key.NewBinding(key.WithKeys("x"), key.WithHelp("x", "off"), key.WithDisabled()),
		key.NewBinding(key.WithKeys("?"), key.WithHelp("?", "help")),
	}
	tuitest.Sweep(t, func(w int, s *themes.Styles) []string {
		lines := []string{Rule("", w, s), Rule("logs (all pods) · 数据库", w, s), KeyHelp(keys, w, s), Spread("left", "right", w)}
		return append(lines, Facts([]Fact{{"schedule", "every day at 02:00"}, {"zone", "Europe/Paris"}, {"é数", "数据库备份"}}, w, s)...)
	})
}

func TestSpark(t *testing.T) {
	tuitest.Sweep(t, func(w int, s *themes.Styles) []string {
		return []string{Spark([]float64{1, 2, 3, 4, 8, 0, math.Inf(1), math.NaN(), -1}, w, s), Spark(nil, w, s), Spark([]float64{0, 0}, w, s)}
	})
}

func TestStick(t *testing.T) {
	tuitest.Sweep(t, func(w int, s *themes.Styles) []string {
		var lines []string
		for _, n := range []int{-1, 0, 1, 33, 50, 100, 1 << 60} {
			lines = append(lines, ThinBar(n, 100, w, s.Text))
		}
		return append(lines, ThinBar(1, 0, w, s.Text))
	})
}

func TestTimes(t *testing.T) {
	now := time.Date(2026, 11, 24, 1, 58, 12, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{Duration(4*time.Minute + 12*time.Second), "4m12s"},
		{Duration(51 * time.Hour), "2d3h"},
		{Duration(300 * time.Millisecond), "<1s"},
		{Duration(0), "–"},
		{Age(now.Add(-31*time.Second), now), "31s"},
		{Age(time.Time{}, now), "–"},
		{Ago(now.Add(-13*time.Minute), now), "13m ago"},
		{Ago(now.Add(time.Hour), now), "in 1h"},
		{In(now.Add(108*time.Second), now), "in 1m48s"},
		{In(now.Add(143*time.Hour+4*time.Second), now), "in 5d23h"},
		{In(now.Add(-time.Hour), now), "now"},
		{In(time.Time{}, now), "–"},
		{Countdown(400 * 24 * time.Hour), "400d"},
		{Countdown(time.Hour), "1h"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
