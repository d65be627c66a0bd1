package tui

import (
	"strconv"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// header is the top line: what is looked at on the left, whether it is live and what time it is there on the right. What has no room
// goes in this order: the notice, the zone, the program's name, the date.
func (r *Root) header(width int) string {
	s := r.env.Styles
	name := s.Accent.Bold(true).Render("kronoscope") + "  "
	where := s.Strong.Render("⎈ " + widget.Clean(r.opts.Cluster.Context))
	where += s.Muted.Render(" · ns/") + s.Text.Render(widget.Clean(r.namespace()))
	notice := ""
	if n := r.opts.Cluster.Notice; n != "" {
		notice = s.Warn.Render("  " + widget.Clean(n))
	}
	link := r.drawLink()
	clock := s.Strong.Render(r.env.Now.Format(r.clockFormat()) + widget.Which(r.env.Now))
	date := s.Text.Render(r.env.Now.Format("Mon 2 Jan "))
	zone := s.Muted.Render(" " + zoneName(r.env.Now))

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

func (r *Root) namespace() string {
	switch {
	case r.env.Namespace != "":
		return r.env.Namespace
	case r.opts.Cluster.Namespace != "":
		return r.opts.Cluster.Namespace
	}
	return "all"
}

// drawLink says whether what is shown is live; of the embedded plane, how its clock runs.
func (r *Root) drawLink() string {
	s := r.env.Styles
	switch link := r.env.Snapshot.Link; link.State {
	case workload.LinkConnecting:
		return s.Warn.Render("… connecting")
	case workload.LinkLost:
		text := "✗ lost"
		if link.Err != nil {
			text += ": " + widget.Clip(widget.Clean(strings.Join(strings.Fields(link.Err.Error()), " ")), max(r.layout.width/3, 12))
		}
		if wait := link.Retry.Sub(r.wall); !link.Retry.IsZero() && wait > 0 {
			text += ", retry in " + widget.Countdown(wait+time.Second-1)
		}
		return s.Bad.Render(text)
	}
	if !r.clock.turns {
		return s.Good.Render("● live") + s.Warn.Render(skewInWords(r.clock.skew))
	}
	whose := "embedded "
	if r.opts.Cluster.Clock == nil {
		whose = "served "
	}
	return s.Muted.Render(whose) + r.drawClock()
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

// drawClock says how the plane's clock runs.
func (r *Root) drawClock() string {
	s, c := r.env.Styles, r.clock
	switch {
	case c.Past != nil:
		what := "⏩ preparing the day before"
		if r.layout.width < roomy {
			what = "⏩ preparing"
		}
		return s.Warn.Render(what) + r.drawDone(c.Past)
	case c.Jump != nil:
		to := instantName(c.Jump.To.In(r.env.Zone), r.env.Now)
		if r.layout.width < roomy {
			_, to, _ = strings.Cut(to, " ")
		}
		return s.Warn.Render("⏩ → "+to) + r.drawDone(c.Jump)
	case c.Paused:
		return s.Warn.Render("⏸ paused") + s.Muted.Render(" "+speedName(c.Speed))
	}
	return s.Good.Render("▶ " + speedName(c.Speed))
}

// drawDone says how far the clock is on its way.
func (r *Root) drawDone(way *kube.ClockJump) string {
	s := r.env.Styles
	return s.Muted.Render(" · ") + s.Warn.Render(strconv.Itoa(int(100*way.Done(r.clock.Now)))+" %")
}

// clockFormat leaves out what changes too fast to be read.
func (r *Root) clockFormat() string {
	c := r.clock
	if c.rushes() || c.turns && !c.Paused && (c.Speed > 120 || c.Speed == maxSpeed) {
		return "15:04"
	}
	return "15:04:05"
}

// zoneName is the name of the zone; of the machine's own, which has none in Go, its abbreviation.
func zoneName(t time.Time) string {
	if name := t.Location().String(); name != "Local" {
		return name
	}
	name, _ := t.Zone()
	return name
}

// footer are the keys that matter here; the way to all of them is always there.
func (r *Root) footer(width int) string {
	s, k := r.env.Styles, r.env.Keys
	bindings := r.current().ShortHelp()
	if r.elsewhere(bindings) {
		bindings = r.textKeys()
	}
	if r.clock.Jump != nil && !r.current().Typing() {
		stop := keymap.Described(k.Back, "stop the clock here")
		bindings = append([]key.Binding{stop}, bindings...)
	}
	root := []key.Binding{k.Palette, k.Help}
	switch {
	case r.current().Typing(): // the root's keys are text
		root = []key.Binding{k.HelpAnywhere}
	case r.clock.turns:
		h := k.Faster.Help().Key + "/" + k.Slower.Help().Key
		speed, pause := keymap.Merge(h, "speed", k.Faster, k.Slower), keymap.Described(k.Pause, "pause")
		bindings = append(append([]key.Binding(nil), bindings...), speed, pause, k.Step, k.Jump)
	}
	help := widget.KeyHelp(root, width, s)
	keys := widget.KeyHelp(bindings, width-widget.Width(help)-4, s)
	return widget.Spread(" "+keys, help+" ", width)
}

// status is what the screen in view has to say at the right end of the tab row.
func (r *Root) status(width int) string {
	if s, ok := r.current().(screen.Statuser); ok && width > 0 {
		return s.Status(width)
	}
	return ""
}
