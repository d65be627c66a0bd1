// Package header draws the line at the top: which cluster and namespace are looked at, whether that is live, and what time it is there.
// It keeps no state and takes no keys.
package header

import (
	"strconv"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/clock"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/timezone"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Facts are what the header shows. Env holds the cluster, the snapshot and the time.
type Facts struct {
	Env   *screen.Env
	Clock clock.State
	Wall  time.Time // for the time until the next try of a lost connection
	Log   LogMark
}

// LogMark counts the warnings and errors in the program's own log that nobody has looked at yet.
type LogMark struct{ Warnings, Errors int }

// Draw is the top line: what is looked at on the left, whether it is live and what time it is there on the right. What has no room
// goes in this order: the notice, the zone, the program's name, the date.
func (f Facts) Draw(width int) string {
	s, now := f.Env.Styles, f.Env.Now
	name := s.Accent.Bold(true).Render("kronoscope") + "  "
	where := s.Strong.Render("⎈ " + display.Clean(f.Env.Cluster.Context))
	where += s.Muted.Render(" · ns/") + s.Text.Render(display.Clean(f.namespace()))
	notice := ""
	if n := f.Env.Cluster.Notice; n != "" {
		notice = s.Warn.Render("  " + display.Clean(n))
	}
	link := f.logMark() + f.link(width)
	clock := s.Strong.Render(now.Format(f.clockFormat()) + widget.ZoneIfAmbiguous(now))
	date := s.Text.Render(now.Format("Mon 2 Jan "))
	zone := s.Muted.Render(" " + timezone.NameOf(now))

	for drop := 0; ; drop++ {
		left, right := " ", link+"  "
		if drop < 3 {
			left += name
		}
		left += where
		if drop < 1 {
			left += notice
		}
		if drop < 4 {
			right += date
		}
		right += clock
		if drop < 2 {
			right += zone
		}
		if right += " "; widget.Width(left)+2+widget.Width(right) <= width || drop == 4 {
			return widget.Spread(left, right, width)
		}
	}
}

// logMark says that there are warnings or errors in the program's log; "" when all have been looked at.
func (f Facts) logMark() string {
	s := f.Env.Styles
	switch n := f.Log.Warnings + f.Log.Errors; {
	case n <= 0:
		return ""
	case f.Log.Errors > 0:
		return s.Bad.Render("✗ log "+widget.Compact(n, 4)) + "  "
	default:
		return s.Warn.Render("! log "+widget.Compact(n, 4)) + "  "
	}
}

func (f Facts) namespace() string {
	switch {
	case f.Env.Namespace != "":
		return f.Env.Namespace
	case f.Env.Cluster.Namespace != "":
		return f.Env.Cluster.Namespace
	}
	return "all"
}

// link says whether what is shown is live; of the embedded plane, how its clock runs.
func (f Facts) link(width int) string {
	s := f.Env.Styles
	switch link := f.Env.Snapshot.Link; link.State {
	case workload.LinkConnecting:
		return s.Warn.Render("… connecting")
	case workload.LinkLost:
		text := "✗ lost"
		if link.Err != nil {
			text += ": " + widget.Clip(display.Clean(strings.Join(strings.Fields(link.Err.Error()), " ")), max(width/3, 12))
		}
		if wait := link.Retry.Sub(f.Wall); !link.Retry.IsZero() && wait > 0 {
			text += ", retry in " + widget.Countdown(wait+time.Second-1)
		}
		return s.Bad.Render(text)
	}
	if !f.Clock.Turns {
		return s.Good.Render("● live") + s.Warn.Render(skewInWords(f.Clock.Skew))
	}
	whose := "embedded "
	if f.Env.Cluster.Clock == nil {
		whose = "served "
	}
	return s.Muted.Render(whose) + f.clock(width)
}

// skewShown is from when on a difference of the clocks is worth a word.
const skewShown = 2 * time.Second

// skewInWords says that the server's clock differs from this machine's, when it does so notably.
func skewInWords(ahead time.Duration) string {
	switch {
	case ahead > skewShown:
		return "  server " + widget.Countdown(ahead) + " ahead"
	case ahead < -skewShown:
		return "  server " + widget.Countdown(-ahead) + " behind"
	}
	return ""
}

// roomy is from how many columns on the header says where a jump leads with its weekday, and which past is played.
const roomy = 90

// clock says how the plane's clock runs.
func (f Facts) clock(width int) string {
	s, c := f.Env.Styles, f.Clock
	switch {
	case c.Past != nil:
		what := "⏩ preparing the day before"
		if width < roomy {
			what = "⏩ preparing"
		}
		return s.Warn.Render(what) + f.done(c.Past)
	case c.Jump != nil:
		to := widget.Instant(c.Jump.To.In(f.Env.Zone), f.Env.Now)
		if width < roomy {
			_, to, _ = strings.Cut(to, " ")
		}
		return s.Warn.Render("⏩ → "+to) + f.done(c.Jump)
	case c.Paused:
		return s.Warn.Render("⏸ paused") + s.Muted.Render(" "+clock.SpeedName(c.Speed))
	}
	return s.Good.Render("▶ " + clock.SpeedName(c.Speed))
}

// done says how far the clock is on its way.
func (f Facts) done(way *kube.ClockJump) string {
	s := f.Env.Styles
	return s.Muted.Render(" · ") + s.Warn.Render(strconv.Itoa(int(100*way.Done(f.Clock.Now)))+" %")
}

// clockFormat leaves out what changes too fast to be read.
func (f Facts) clockFormat() string {
	c := f.Clock
	if c.Rushes() || c.Turns && !c.Paused && (c.Speed > 120 || c.Speed == clock.MaxSpeed) {
		return "15:04"
	}
	return "15:04:05"
}
