package display

import (
	"fmt"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// RunChart draws how long runs took; they are sorted by start. See [widget.DurationChart].
func RunChart(runs []workload.Run, spread workload.RunTimes, selected, width, height int, now time.Time, zone *time.Location, st *themes.Styles) []string {
	times := make([]widget.RunTime, 0, len(runs))
	for i := range runs {
		r := &runs[i]
		t := widget.RunTime{At: r.Start, Took: r.Elapsed(now), Kind: RunKind(r.State)}
		t.Outlier = r.State == workload.JobComplete && spread.Outlier(t.Took)
		times = append(times, t)
	}
	usual := widget.Usual{Runs: spread.Runs, P50: spread.P50, P95: spread.P95}
	return widget.DurationChart(times, usual, selected, width, height, zone, st)
}

// RunSummary sums up run times in a line, with the number of runs behind them.
func RunSummary(runs []workload.Run, spread workload.RunTimes, gone bool, st *themes.Styles) string {
	var parts []string
	add := func(ink themes.Ink, format string, args ...any) {
		parts = append(parts, ink.Render(fmt.Sprintf(format, args...)))
	}
	if gone {
		add(st.Warn, "⊘ gone")
	}
	failed, running, outliers := 0, 0, 0
	for i := range runs {
		took, ended := runs[i].Duration()
		switch {
		case !ended:
			running++
		case runs[i].State == workload.JobFailed:
			failed++
		case spread.Outlier(took):
			outliers++
		}
	}
	add(st.Good, "✓ %d completed", spread.Runs)
	if spread.Runs > 0 {
		add(st.Strong, "p50 %s", widget.Duration(max(spread.P50, 1)))
	}
	switch {
	case spread.Runs >= workload.MinRunsForOutliers:
		add(st.Strong, "p95 %s", widget.Duration(max(spread.P95, 1)))
		if outliers > 0 {
			add(st.Warn, "%s %d unusual, outside %s to %s", widget.OutlierSign, outliers,
				widget.Duration(max(spread.Low, 1)), widget.Duration(spread.High))
		}
	case spread.Runs > 0:
		add(st.Muted, "p95 and outliers need %d runs", workload.MinRunsForOutliers)
	}
	if failed > 0 {
		add(st.Bad, "✗ %d failed", failed)
	}
	if running > 0 {
		add(st.Running, "▶ %d under way", running)
	}
	return strings.Join(parts, st.Muted.Render(" · "))
}

// RunKind returns how a run in a state is drawn.
func RunKind(state workload.JobState) widget.SpanKind {
	switch state {
	case workload.JobComplete:
		return widget.SpanComplete
	case workload.JobFailed, workload.JobFailing:
		return widget.SpanFailed
	case workload.JobRetrying:
		return widget.SpanRetrying
	case workload.JobPending:
		return widget.SpanPending
	case workload.JobSuspended:
		return widget.SpanHeld
	}
	return widget.SpanRunning
}
