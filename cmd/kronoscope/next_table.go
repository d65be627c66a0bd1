package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/colorprofile"

	"github.com/kronoscope/kronoscope/scheduler/cron"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// writeTable writes for people: with weight and colour on a terminal, plain text elsewhere.
func writeTable(out io.Writer, f *flags, outlooks []*outlook, now time.Time) error {
	theme, err := themes.Pick(f.theme, noColor() || f.theme == "", true) // colour is for who asks: the background is not known
	if err != nil {
		return err
	}
	var b strings.Builder
	for i, o := range outlooks {
		if i > 0 {
			b.WriteString("\n")
		}
		o.table(&b, now, time.Local, theme.Styles())
	}
	_, err = io.WriteString(colorprofile.NewWriter(out, os.Environ()), b.String())
	return err
}

// runLayout is a date that reads without a locale, with the zone's letters or offset.
const runLayout = "Mon 2006-01-02 15:04 MST"

// layoutOf is runLayout, with seconds when a run has any.
func layoutOf(runs []cron.Slot) string {
	times := make([]time.Time, len(runs))
	for i, run := range runs {
		times[i] = run.At
	}
	return strings.Replace(runLayout, "15:04", cron.ClockForm(times...), 1)
}

func (o *outlook) table(b *strings.Builder, now time.Time, local *time.Location, st *themes.Styles) {
	if title := o.title(); title != "" {
		fmt.Fprintln(b, st.Strong.Render(display.Clean(title)))
	}
	fmt.Fprintf(b, "%s  %s  %s\n", st.Strong.Render(display.Clean(o.schedule.String())), o.schedule.Words(),
		st.Muted.Render("("+o.schedule.Location().String()+")"))
	if o.suspended {
		fmt.Fprintln(b, st.Warn.Render("! "+suspendedText))
	}
	if len(o.runs) > 0 {
		b.WriteString("\n")
		o.writeRuns(b, now, local, st)
	}
	if len(o.warnings) > 0 {
		b.WriteString("\n")
	}
	for _, w := range o.warnings {
		fmt.Fprintln(b, st.Warn.Render("! "+display.Clean(w.Text)))
	}
}

// writeRuns leaves out the columns that say nothing.
func (o *outlook) writeRuns(b *strings.Builder, now time.Time, local *time.Location, st *themes.Styles) {
	abroad := false
	for _, run := range o.runs {
		_, there := run.At.Zone()
		_, here := run.At.In(local).Zone()
		abroad = abroad || there != here
	}
	layout := layoutOf(o.runs)
	var rows [][]string
	for _, run := range o.runs {
		here := ""
		if abroad {
			here = run.At.In(local).Format(layout)
		}
		rows = append(rows, []string{run.At.Format(layout), widget.Ago(run.At, now), here, run.Note})
	}
	writeColumns(b, []string{"RUN", "WHEN", "YOUR TIME", "NOTE"}, rows, st)
}
