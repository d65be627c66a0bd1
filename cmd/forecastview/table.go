// Package forecastview writes a forecast as tables or as JSON. It works nothing out.
package forecastview

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/colorprofile"
	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/cmd/output"
	"github.com/kronoscope/kronoscope/scheduler/forecast"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// WriteTable writes tables for people: with weight and colour on a terminal, as plain text elsewhere.
func WriteTable(out io.Writer, theme string, foreseen *forecast.Forecast, zone *time.Location) error {
	picked, err := themes.Pick(theme, theme == "", true)
	if err != nil {
		return err
	}
	t := forecastTable{foreseen, zone, picked.Styles(), &strings.Builder{}}
	t.write()
	_, err = io.WriteString(colorprofile.NewWriter(out, os.Environ()), t.b.String())
	return err
}

// forecastTable writes a forecast piece by piece.
type forecastTable struct {
	*forecast.Forecast
	zone *time.Location
	st   *themes.Styles
	b    *strings.Builder
}

func (t forecastTable) write() {
	zone := t.zone.String()
	if t.zone == time.Local {
		zone = "your time"
	}
	fmt.Fprintf(t.b, "%s to %s  %s\n\n", t.st.Strong.Render(t.From.In(t.zone).Format(output.TimeLayout)), t.st.Strong.Render(t.To.In(t.zone).Format(output.TimeLayout)),
		t.st.Muted.Render("("+zone+")"))
	t.cronJobs()
	t.peaks()
	if len(t.Findings) > 0 {
		t.b.WriteString("\n")
	}
	for _, found := range t.Findings {
		mark, style := "· ", t.st.Text
		if found.Grave {
			mark, style = "! ", t.st.Warn
		}
		fmt.Fprintln(t.b, style.Render(mark+display.Clean(t.About(found))))
	}
	if len(t.Suggestions) > 0 {
		t.b.WriteString("\n")
	}
	for _, s := range t.Suggestions {
		fmt.Fprintf(t.b, "→ move %s %s, at %s\n", display.Clean(t.Name(s.CronJob)), display.Clean(s.String()), t.stamp(s.At))
	}
}

// stamp writes an instant in the time zone of the table.
func (t forecastTable) stamp(at time.Time) string {
	return forecast.Stamp(at.In(t.zone), output.TimeLayout)
}

func (t forecastTable) cronJobs() {
	heads := []string{"CRONJOB", "SCHEDULE", "POLICY", ">RUNS", ">SKIPPED", ">LATE", ">REPLACED", ">OVERLAP", ">LONGEST", ">PODS", "NOTE"}
	var rows [][]string
	for i := range t.CronJobs {
		o := &t.CronJobs[i]
		tally := o.Tally()
		note, longest := "", widget.Duration(tally.Longest)
		switch {
		case o.Err != nil:
			note = "✗ unusable"
		case o.Suspended:
			note = "⏸ suspended"
		case o.Annotated && tally.Runs > 0:
			note = "≈ as annotated"
		case o.Unknown && tally.Runs > 0:
			note = "? duration unknown"
		}
		if tally.Longest == 0 {
			longest = "–"
		}
		rows = append(rows, []string{
			display.Clean(t.Name(i)), display.Clean(o.CronJob.Spec.Schedule), string(cmp.Or(o.CronJob.Spec.ConcurrencyPolicy, batchv1.AllowConcurrent)),
			strconv.Itoa(tally.Runs), none(tally.Skipped), none(tally.Late), none(tally.Replaced), none(tally.Overlaps), longest,
			strconv.FormatInt(o.PodsPerRun, 10), note,
		})
	}
	output.Columns(t.b, heads, rows, t.st)
}

// none writes a number, and 0 as an empty cell.
func none(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func (t forecastTable) peaks() {
	heads := []string{"NAMESPACE", "RESOURCE", ">PEAK", ">QUOTA", "AT", "BY"}
	var rows [][]string
	for _, u := range t.Usage {
		for _, p := range u.Peaks {
			row := []string{display.Clean(u.Namespace), string(p.Resource), p.Amount.String(), "", "", display.Clean(t.Contributors(p.By, 3))}
			if p.Limit != nil {
				if row[3] = p.Limit.Hard.String(); p.Limit.Over > 0 {
					row[3] = "! " + row[3]
				}
			}
			if !p.At.IsZero() {
				row[4] = t.stamp(p.At)
			}
			rows = append(rows, row)
		}
	}
	t.b.WriteString("\n")
	output.Columns(t.b, heads, rows, t.st)
}
