package widget

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

// draw lays spans out on 24 cells of a minute, with now in the 16th, and returns the rows; times are in minutes.
func draw(t *testing.T, rows int, spans ...Span) []string {
	t.Helper()
	theme, err := themes.ByName("none")
	if err != nil {
		t.Fatal(err)
	}
	for i := range spans {
		s := &spans[i]
		s.From, s.To, s.Expect = s.From*60, s.To*60, s.Expect*60
		for m := range s.Marks {
			s.Marks[m] *= 60
		}
	}
	l := LayLane(spans, TimeScale{Cell: 60, Cells: 24}, 15*60+30, rows)
	var lines []string
	for row := range l.Rows() {
		lines = append(lines, strings.TrimRight(ansi.Strip(l.Draw(row, nil, [2]int{-1, -2}, theme.Styles())), " "))
	}
	return lines
}

func TestLanesShowWhatHappened(t *testing.T) {
	cases := []struct {
		name  string
		rows  int
		spans []Span
		want  []string
	}{
		{"nothing", 3, nil, []string{""}},
		{"runs shorter than a cell are seen", 3, []Span{{From: 2, To: 2, Kind: SpanComplete}, {From: 5, To: 6, Kind: SpanFailed}}, []string{"  ✓  ✗"}},
		{"a run is a bar to its end", 3, []Span{{From: 2, To: 7, Kind: SpanComplete}, {From: 9, To: 12, Kind: SpanFailed}}, []string{"  ━━━━✓  ━━✗"}},
		{
			"a run under way ends now, and is expected to go on",
			3,
			[]Span{{From: 10, Kind: SpanRunning, Open: true, Expect: 19}},
			[]string{"          ━━━━━▶╌╌╌"},
		},
		{"a run that waits", 3, []Span{{From: 13, Kind: SpanPending, Open: true}}, []string{"             ┅┅○"}},
		{"a run that waits to retry, with its failures", 3, []Span{{From: 8, Kind: SpanRetrying, Open: true, Marks: []int64{9, 11}}}, []string{"        ┅×┅×┅┅┅↻"}},
		{"a run to come is hollow", 3, []Span{{From: 18, To: 21, Kind: SpanComing}, {From: 23, To: 23, Kind: SpanComing}}, []string{"                  ◌╌╌  ◌"}},
		{"a run by hand", 3, []Span{{From: 2, To: 5, Kind: SpanComplete, Manual: true}, {From: 8, To: 8, Kind: SpanFailed, Manual: true}}, []string{"  ◆━✓  ◆✗"}},
		{"a suspended run is hatched", 3, []Span{{From: 12, Kind: SpanHeld, Open: true}}, []string{"            ⏸╱╱╱"}},
		{
			"several in a cell are counted",
			3,
			[]Span{{From: 4, To: 4, Kind: SpanComplete}, {From: 4, To: 4, Kind: SpanComplete}, {From: 18, To: 18, Kind: SpanComing, Count: 12}},
			[]string{"    2             +"},
		},
		{"a failure among several shows", 3, []Span{{From: 4, To: 4, Kind: SpanComplete}, {From: 4, To: 4, Kind: SpanFailed}, {From: 4, To: 4, Kind: SpanComplete}}, []string{"    ✗"}},
		{
			"runs that overlap have a row each",
			3,
			[]Span{{From: 1, To: 8, Kind: SpanComplete}, {From: 3, To: 6, Kind: SpanComplete}, {From: 7, To: 10, Kind: SpanFailed}},
			[]string{" ━━━━━━✓", "   ━━✓ ━━✗"},
		},
		{
			"without rows to spare they share one",
			1,
			[]Span{{From: 1, To: 8, Kind: SpanComplete}, {From: 3, To: 6, Kind: SpanFailed}},
			[]string{" ━━━━✗━✓"},
		},
		{"one that ends as the next begins needs no row", 3, []Span{{From: 1, To: 4, Kind: SpanComplete}, {From: 4, To: 7, Kind: SpanComplete}}, []string{" ━━✓━━✓"}},
		{
			"a skipped slot lies in the run that was in its way, a missed one alone",
			3,
			[]Span{{From: 1, To: 8, Kind: SpanComplete}, {From: 4, To: 4, Kind: SpanSkipped}, {From: 11, To: 11, Kind: SpanMissed}},
			[]string{" ━━━⊗━━✓   !"},
		},
		{
			"a suspended lane lies behind its runs",
			3,
			[]Span{{From: 2, To: 24, Kind: SpanHeld, Behind: true}, {From: 5, To: 8, Kind: SpanComplete}},
			[]string{"  ╱╱╱━━✓╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱"},
		},
		{"what began before and ends after is cut", 3, []Span{{From: -5, To: 40, Kind: SpanComplete}}, []string{"━━━━━━━━━━━━━━━━━━━━━━━━"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, draw(t, c.rows, c.spans...)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLanesSurviveNonsense(t *testing.T) {
	styles := func() *themes.Styles {
		theme, _ := themes.ByName("dark")
		return theme.Styles()
	}()
	rapid.Check(t, func(t *rapid.T) {
		instant := rapid.Int64Range(-1<<62, 1<<61)
		spans := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Span {
			return Span{
				From: instant.Draw(t, "from"), To: instant.Draw(t, "to"), Expect: instant.Draw(t, "expect"),
				Kind: SpanKind(rapid.IntRange(0, int(SpanFailed)).Draw(t, "kind")), Open: rapid.Bool().Draw(t, "open"),
				Manual: rapid.Bool().Draw(t, "manual"), Behind: rapid.Bool().Draw(t, "behind"), Marks: rapid.SliceOfN(instant, 0, 3).Draw(t, "marks"),
			}
		}), 0, 12).Draw(t, "spans")
		s := TimeScale{
			From: rapid.Int64Range(0, 1e10).Draw(t, "start"), Cell: rapid.Int64Range(1, 1e6).Draw(t, "cell"), Cells: rapid.IntRange(0, 120).Draw(t, "cells"),
		}
		l := LayLane(spans, s, rapid.Int64Range(0, 1e10).Draw(t, "now"), rapid.IntRange(0, 4).Draw(t, "rows"))
		for row := range l.Rows() {
			if got := Width(l.Draw(row, nil, [2]int{3, 5}, styles)); got != s.Cells {
				t.Fatalf("row %d has %d cells, not %d", row, got, s.Cells)
			}
		}
	})
}

func TestLanesAtEveryWidth(t *testing.T) {
	paris := zone(t, "Europe/Paris")
	now := time.Date(2026, 10, 25, 3, 30, 0, 0, paris).Unix()
	spans := []Span{
		{From: now - 9000, To: now - 7000, Kind: SpanComplete, Marks: []int64{now - 8200}},
		{From: now - 6000, To: now - 6000, Kind: SpanMissed},
		{From: now - 5000, To: now - 4000, Kind: SpanFailed, Manual: true},
		{From: now - 1500, Kind: SpanRunning, Open: true, Expect: now + 900},
		{From: now + 2000, To: now + 3500, Kind: SpanComing},
	}
	tuitest.Sweep(t, func(width int, s *themes.Styles) []string {
		view := TimeScale{Cell: 300, Cells: width}.Place(now-int64(width)*200, 0, paris)
		axis := Axis(view, 3600, now, paris, s)
		l := LayLane(spans, view, now, 3)
		grid := NewGrid(view, now, view.Ticks(3600, paris), view.Borders(3600, paris))
		lines := axis[:]
		for row := range l.Rows() {
			lines = append(lines, l.Draw(row, grid, [2]int{-1, -2}, s))
		}
		return append(lines, EmptyLane(width).Draw(0, grid, [2]int{-1, -2}, s))
	})
}
