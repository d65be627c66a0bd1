package widget

import (
	"math"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/themes"
)

// RunTime is how long a run took, or has taken so far.
type RunTime struct {
	At      time.Time // when it began
	Took    time.Duration
	Kind    SpanKind // how it went: complete, failed or running
	Outlier bool
}

// Usual says how long completed runs usually take. The quantiles mean nothing while there are none.
type Usual struct {
	Runs     int // number of completed runs
	P50, P95 time.Duration
}

// OutlierSign marks a run that took unusually long or short.
const OutlierSign = "◇"

const (
	chartLabel   = 13 // columns of the scale
	chartFoot    = 2  // lines of the signs and of the time
	leastColumns = 3  // lines of the columns
	cutAbove     = 3  // a run that takes so many times the usual is cut, so that it does not flatten the others
)

// LeastChart is the minimum number of lines of a chart of durations.
const LeastChart = leastColumns + chartFoot

// DurationChart draws runs as columns, the latest on the right, with lines at the median and the 95th percentile, if spread has them.
// Below each column is the outcome of the run, ◇ for an outlier; a column with ▲ is cut. The selected run, −1 for none, is highlighted.
// The chart fills width by height cells; if these are too few it draws nothing.
func DurationChart(runs []RunTime, spread Usual, selected, width, height int, zone *time.Location, s *themes.Styles) []string {
	lines, cells := height-chartFoot, width-chartLabel
	if lines < leastColumns || cells < 4 || len(runs) == 0 {
		return nil
	}
	step := min(max(cells/len(runs), 1), 4)
	if hidden := len(runs) - cells/step; hidden > 0 {
		runs, selected = runs[hidden:], selected-hidden
	}
	top := scaleOf(runs, spread)
	chart := make([]string, 0, height)
	for line := range lines {
		// The line covers the part of the height between low and high.
		low, high := float64(lines-1-line)/float64(lines), float64(lines-line)/float64(lines)
		chart = append(chart, chartLine(runs, spread, selected, top, low, high, step, cells, line == 0, s))
	}
	return append(chart, chartSigns(runs, selected, step, cells, s), chartTimes(runs, step, cells, zone, s))
}

// scaleOf returns the greatest duration of the chart: that of the longest run, unless it is far beyond the others.
func scaleOf(runs []RunTime, spread Usual) time.Duration {
	usual := max(spread.P95, spread.P50, time.Second)
	longest := usual
	for _, r := range runs {
		longest = max(longest, r.Took)
	}
	if longest > usual*cutAbove && spread.Runs > 0 {
		return usual * cutAbove / 2
	}
	return longest
}

// chartLine returns a line of the chart: the part of the height between low and high.
func chartLine(runs []RunTime, spread Usual, selected int, top time.Duration, low, high float64, step, cells int, first bool, s *themes.Styles) string {
	within := func(d time.Duration) bool {
		share := float64(d) / float64(top)
		return d > 0 && share > low && share <= high
	}
	label, ground, ink := "", " ", s.Rule
	switch {
	case within(spread.P95):
		label, ground = "p95 "+Duration(spread.P95), "┄"
	case within(spread.P50):
		label, ground, ink = "p50 "+Duration(spread.P50), "╌", s.Muted
	case first:
		label = Duration(top)
	case low == 0:
		label = "0"
	}
	var b strings.Builder
	b.WriteString(s.Muted.Render(FitRight(label, chartLabel-2) + " ┤"))
	used := 0
	for i, r := range runs {
		column, share := max(step-1, 1), float64(r.Took)/float64(top)
		full := int(math.Round((share - low) / (high - low) * 8))
		text := ""
		switch {
		case full <= 0 && (low > 0 || r.Took < 0):
		case first && r.Took > top:
			text = strings.Repeat("▲", column)
		default:
			text = strings.Repeat(string([]rune("▁▂▃▄▅▆▇█")[min(max(full, 1), 8)-1]), column)
		}
		if text == "" {
			ink.Write(&b, strings.Repeat(ground, step))
		} else {
			body := *SpanInk(r.Kind, s)
			if i == selected {
				body = s.Accent
			}
			b.WriteString(body.Render(text) + ink.Render(strings.Repeat(ground, step-column)))
		}
		used += step
	}
	b.WriteString(ink.Render(strings.Repeat(ground, cells-used)))
	return b.String()
}

// chartSigns returns the outcomes of the runs, below their columns.
func chartSigns(runs []RunTime, selected, step, cells int, s *themes.Styles) string {
	var b strings.Builder
	b.WriteString(Spaces(chartLabel))
	for i, r := range runs {
		sign, ink := SpanGlyph(r.Kind), *SpanInk(r.Kind, s)
		if r.Outlier {
			sign, ink = OutlierSign, s.Warn
		}
		if i == selected {
			ink = s.Accent.Reverse(true)
		}
		b.WriteString(ink.Render(sign) + Spaces(step-1))
	}
	return Fit(b.String(), chartLabel+cells)
}

// chartTimes says when the first and the last run in view began.
func chartTimes(runs []RunTime, step, cells int, zone *time.Location, s *themes.Styles) string {
	const form = "2 Jan 15:04"
	first, last := runs[0].At.In(zone).Format(form), runs[len(runs)-1].At.In(zone).Format(form)
	room := min(len(runs)*step, cells)
	if len(runs) == 1 || Width(first)+Width(last)+2 > room {
		return Spaces(chartLabel) + s.Muted.Render(Fit(first+" … "+last, cells))
	}
	return Spaces(chartLabel) + s.Muted.Render(Fit(Spread(first, last, room), cells))
}
