package keymap

import "charm.land/bubbles/v2/key"

// Calendar holds the calendar's own bindings.
type Calendar struct {
	Left, Right                key.Binding
	Month, Week, Day           key.Binding
	Before, After              key.Binding // the month, week or day in view
	LongBefore, LongAfter      key.Binding // by the next longer unit
	Today, Date                key.Binding
	Zone, ChooseZone           key.Binding
	NextRun, PreviousRun, Open key.Binding
}

func defaultCalendar() Calendar {
	return Calendar{
		Left: bind("h/←", "left", "left", "h"), Right: bind("l/→", "right", "right", "l"),
		Month: bind("m", "month", "m"), Week: bind("w", "week", "w"), Day: bind("d", "day", "d"),
		Before: bind("[", "earlier", "["), After: bind("]", "later", "]"),
		LongBefore: bind("{", "much earlier", "{"), LongAfter: bind("}", "much later", "}"),
		Today: bind("t", "now", "t"), Date: bind("D", "go to a date", "D"),
		Zone: bind("z", "zone", "z"), ChooseZone: bind("Z", "choose a zone", "Z"),
		NextRun: bind("n", "next run", "n"), PreviousRun: bind("N", "run before", "N"), Open: bind("enter", "open", "enter"),
	}
}

// Timeline holds the timeline's own bindings.
type Timeline struct {
	ZoomIn, ZoomOut                  key.Binding
	Left, Right, PageLeft, PageRight key.Binding
	Now, PreviousRun, NextRun, Fold  key.Binding
}

func defaultTimeline() Timeline {
	return Timeline{
		ZoomIn: bind("]", "zoom in", "]"), ZoomOut: bind("[", "zoom out", "["),
		Left: bind("←", "earlier", "left"), Right: bind("→", "later", "right"),
		PageLeft: bind("shift-←", "page earlier", "shift+left"), PageRight: bind("shift-→", "page later", "shift+right"),
		Now: bind("n", "now", "n"), PreviousRun: bind(",", "run before", ","), NextRun: bind(".", "next run", "."),
		Fold: bind("x", "fold Jobs without CronJob", "x"),
	}
}

// Forecast holds the forecast's own bindings.
type Forecast struct{ Shorter, Longer, Findings key.Binding }

func defaultForecast() Forecast {
	return Forecast{
		Shorter: bind("[", "shorter span", "["), Longer: bind("]", "longer span", "]"), Findings: bind("v", "all findings", "v"),
	}
}

// Logs holds the bindings of a log. They are k9s's.
type Logs struct {
	Tail, Head                                           key.Binding
	Last1, Last5, Last15, Last30, Last60                 key.Binding
	Follow, Wrap, Stamps, Full, Mark, Save, Failed, JSON key.Binding
}

func defaultLogs() Logs {
	return Logs{
		Tail: bind("0", "tail", "0"), Head: bind("1", "head", "1"),
		Last1: bind("2", "last 1m", "2"), Last5: bind("3", "last 5m", "3"), Last15: bind("4", "last 15m", "4"),
		Last30: bind("5", "last 30m", "5"), Last60: bind("6", "last 1h", "6"),
		Follow: bind("s", "autoscroll", "s"), Wrap: bind("w", "wrap", "w"), Stamps: bind("t", "timestamps", "t"),
		Full: bind("f", "full screen", "f"),
		Mark: bind("m", "mark", "m"), Save: bind("ctrl-s", "save", "ctrl+s"), Failed: bind("o", "only failed pods", "o"),
		JSON: bind("J", "JSON", "J"),
	}
}

// Schedule holds the bindings of the schedule editor: all other keys are text.
type Schedule struct {
	Apply, Back              key.Binding
	NextField, Reset         key.Binding
	PreviousMonth, NextMonth key.Binding
	Down, Up                 key.Binding
	Take                     key.Binding // takes the suggestion under the cursor
}

func defaultSchedule() Schedule {
	return Schedule{
		Apply: bind("enter", "apply", "enter", "ctrl+s"), Back: bind("esc", "back", "esc"),
		NextField: bind("tab", "other field", "tab", "shift+tab"), Reset: bind("ctrl-r", "as it was", "ctrl+r"),
		Down: bind("↓", "presets, zones", "down"), Up: bind("↑", "back", "up"),
		PreviousMonth: bind("pgup", "month before", "pgup"), NextMonth: bind("pgdn", "month after", "pgdown"),
		Take: bind("enter", "take it", "enter"),
	}
}

// CronJob holds the own bindings of a CronJob's screen.
type CronJob struct{ PreviousMonth, NextMonth key.Binding }

func defaultCronJob() CronJob {
	return CronJob{PreviousMonth: bind("[", "month before", "["), NextMonth: bind("]", "month after", "]")}
}
