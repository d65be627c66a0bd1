package nextview

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/charmbracelet/colorprofile"

	"github.com/kronoscope/kronoscope/cmd/output"
	"github.com/kronoscope/kronoscope/scheduler/cron"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// WriteTable writes a table for people: with weight and colour on a terminal, as plain text elsewhere.
func WriteTable(out io.Writer, theme string, outlooks []*Outlook, now time.Time) error {
	picked, err := themes.Pick(theme, theme == "", true) // no colour unless asked for: the background is not known
	if err != nil {
		return err
	}
	var b strings.Builder
	for i, o := range outlooks {
		if i > 0 {
			b.WriteString("\n")
		}
		o.table(&b, now, time.Local, picked.Styles())
	}
	_, err = io.WriteString(colorprofile.NewWriter(out, os.Environ()), b.String())
	return err
}

// layoutOf returns [output.TimeLayout], with seconds when a run has any.
func layoutOf(runs []cron.Slot) string {
	times := make([]time.Time, len(runs))
	for i, run := range runs {
		times[i] = run.At
	}
	return strings.Replace(output.TimeLayout, "15:04", cron.TimeOfDayLayout(times...), 1)
}

func (o *Outlook) table(b *strings.Builder, now time.Time, local *time.Location, st *themes.Styles) {
	if title := o.title(); title != "" {
		fmt.Fprintln(b, st.Strong.Render(display.Clean(title)))
	}
	fmt.Fprintf(b, "%s  %s  %s\n", st.Strong.Render(display.Clean(o.Schedule.String())), o.Schedule.Words(),
		st.Muted.Render("("+o.Schedule.Location().String()+")"))
	if o.Suspended {
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

// writeRuns writes the list of runs; columns without content are left out.
func (o *Outlook) writeRuns(b *strings.Builder, now time.Time, local *time.Location, st *themes.Styles) {
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
	output.Columns(b, []string{"RUN", "WHEN", "YOUR TIME", "NOTE"}, rows, st)
}
