// Package forecasting answers the forecast command: it reads the CronJobs and quotas of manifests or of a cluster, and the span
// of time to look at. What will happen is worked out by scheduler/forecast, never here.
package forecasting

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/forecastview"
	"github.com/kronoscope/kronoscope/scheduler/forecast"
	"github.com/kronoscope/kronoscope/scheduler/timeparse"
)

// Request is what the forecast command is asked: its own flags.
type Request struct {
	Files     []string
	Live      bool
	Zone      string
	From      string
	Span      string
	Durations []string
	Fallback  time.Duration
	Output    string
}

func (n *Request) Run(ctx context.Context, f *flags.Shared, in io.Reader, out io.Writer) error {
	write, known := map[string]func(io.Writer, string, *forecast.Forecast, *time.Location) error{
		"table": forecastview.WriteTable, "json": forecastview.WriteJSON,
	}[n.Output]
	switch {
	case !known:
		return fmt.Errorf("-o %s: not table or json", n.Output)
	case n.Live == (len(n.Files) > 0):
		return errors.New("forecast of what? Give either -f FILE or --live")
	case n.Fallback < 0:
		return fmt.Errorf("--default-duration %s: negative", n.Fallback)
	}
	zone := time.Local
	if n.Zone != "" {
		var err error
		if zone, err = time.LoadLocation(n.Zone); err != nil || n.Zone == "Local" {
			return fmt.Errorf("--tz: unknown time zone %q", n.Zone)
		}
	}
	if _, err := n.spanFrom(time.Now(), zone); err != nil {
		return err // before a cluster is asked
	}
	input, now, err := n.input(ctx, f, in)
	if err != nil {
		return err
	}
	span, err := n.spanFrom(now, zone)
	if err != nil {
		return err
	}
	span.Seen = input.Seen
	input.Span = span
	foreseen, err := forecast.Make(ctx, input)
	if err != nil {
		return err
	}
	return write(out, f.Theme, foreseen, zone)
}

// spanFrom reads --from and --for.
func (n *Request) spanFrom(now time.Time, zone *time.Location) (forecast.Span, error) {
	from, err := flags.Instant("--from", n.From, timeparse.Question{Now: now, Zone: zone})
	if err != nil {
		return forecast.Span{}, err
	}
	if from.IsZero() {
		from = now.Truncate(time.Second)
	}
	to, err := later(from.In(zone), n.Span)
	if err != nil {
		return forecast.Span{}, fmt.Errorf("--for %s: %w", n.Span, err)
	}
	return forecast.Span{From: from, To: to, Default: n.Fallback}, nil
}
