package nextview

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/scheduler/cron"
	"github.com/kronoscope/kronoscope/themes"
)

func TestNextAsATable(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	schedule, err := cron.Parse("30 2 * * *", zone)
	if err != nil {
		t.Fatal(err)
	}
	from := time.Date(2026, 3, 28, 0, 0, 0, 0, zone)
	o := Look(Subject{Name: "backup", Schedule: schedule}, from, 2)
	theme, err := themes.Pick("none", true, true)
	if err != nil {
		t.Fatal(err)
	}
	var plain bytes.Buffer
	for _, local := range []*time.Location{time.UTC, zone} {
		var b strings.Builder
		o.table(&b, from, local, theme.Styles())
		plain.WriteString(ansi.Strip(b.String()))
	}
	heading := "backup\n30 2 * * *  every day at 02:30  (Europe/Paris)\n\n"
	warnings := `
! No run at 02:30 on Sunday 29 March 2026: the clocks of Europe/Paris go from 02:00 to 03:00.
! Two runs at 02:30 on Sunday 25 October 2026: the clocks of Europe/Paris go back from 03:00 to 02:00.
`
	want := heading + `  RUN                        WHEN      YOUR TIME                 NOTE
  Sat 2026-03-28 02:30 CET   in 2h30m  Sat 2026-03-28 01:30 UTC
  Mon 2026-03-30 02:30 CEST  in 2d1h   Mon 2026-03-30 00:30 UTC  none at 02:30 on Sun 29 Mar: the clocks went forward
` + warnings + heading + `  RUN                        WHEN      NOTE
  Sat 2026-03-28 02:30 CET   in 2h30m
  Mon 2026-03-30 02:30 CEST  in 2d1h   none at 02:30 on Sun 29 Mar: the clocks went forward
` + warnings
	if diff := cmp.Diff(want, plain.String()); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}
