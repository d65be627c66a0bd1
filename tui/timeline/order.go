package timeline

import (
	"strings"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/listing"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// newList returns the list of lanes. It filters, sorts, marks and selects like all lists, but draws nothing.
func newList(env *screen.Env) *listing.List[*lane] {
	none := func(*lane, int, *themes.Styles) string { return "" }
	return listing.New(env, listing.Kind[*lane]{
		Noun:   "CronJobs or Jobs",
		Key:    (*lane).Key,
		Others: others,
		Labels: labels,
		Columns: []listing.Column[*lane]{
			{Column: widget.Column{Title: "name", Min: 1}, Cell: none, Text: func(l *lane) string {
				if l.cronJob != nil {
					return "0" + l.cronJob.Trimmed.Name
				}
				return "1" + l.name
			}},
			{Column: widget.Column{Title: "problems", Min: 1}, Cell: none, Number: func(l *lane) int64 { return int64(l.severity) }},
			{Column: widget.Column{Title: "next run", Min: 1}, Cell: none, Number: func(l *lane) int64 { return l.nextRun(env) }},
			{Column: widget.Column{Title: "last run", Min: 1}, Cell: none, Descending: true, Number: (*lane).lastRun},
		},
	})
}

// others appends what a filter matches besides the name: namespace, states, and the Jobs of the lane of several.
func others(l *lane, into []string) []string {
	into = append(into, l.place.Namespace)
	if l.suspended() {
		into = append(into, "suspended")
	}
	if n := len(l.runs); n > 0 && l.jobs == nil {
		into = append(into, strings.ToLower(string(l.runs[n-1].State)))
	}
	for _, j := range l.jobs {
		into = append(into, j.Trimmed.Name)
	}
	return into
}

func labels(l *lane) map[string]string {
	switch {
	case l.cronJob != nil:
		return l.cronJob.Trimmed.Labels
	case l.job != nil:
		return l.job.Trimmed.Labels
	}
	return nil
}

const never = 1 << 62

// nextRun returns when the lane's CronJob is due, for sorting.
func (l *lane) nextRun(env *screen.Env) int64 {
	if l.cronJob == nil {
		return never
	}
	at := l.cronJob.NextRun(env.Now)
	if at.IsZero() {
		return never
	}
	return at.Unix()
}

// lastRun returns when its last run began.
func (l *lane) lastRun() int64 {
	if len(l.runs) == 0 {
		return 0
	}
	return l.runs[len(l.runs)-1].StartOrCreated().Unix()
}

// fillList gives the list its lanes: CronJobs, then the Jobs without one, folded or not.
func (s *Screen) fillList() {
	s.open, s.filled = s.unfolded(), true
	items := s.all.lanes[:len(s.all.lanes):len(s.all.lanes)]
	switch {
	case s.all.group == nil:
	case s.open:
		items = append(items, s.all.single...)
	default:
		items = append(items, s.all.group)
	}
	s.list.SetItems(items, s.all.total)
}

// unfolded reports whether each Job without a CronJob has its own lane: because the user chose so, or because there is room.
func (s *Screen) unfolded() bool {
	if s.fold != foldByRoom {
		return s.fold == foldOpen
	}
	return len(s.all.lanes)+len(s.all.single) <= s.layout.chart
}

// refold fills the list again when the folding has changed with the room.
func (s *Screen) refold() {
	if s.all != nil && s.filled && s.open != s.unfolded() {
		s.fillList()
	}
}

// folding says whether Jobs without a CronJob share a lane.
type folding int

const (
	foldByRoom folding = iota // until the user decides
	foldOpen
	foldShut
)

func (s *Screen) toggleFold() {
	if s.all == nil || s.all.group == nil {
		return
	}
	selected, _ := s.list.Selected()
	if s.unfolded() {
		s.fold = foldShut
	} else {
		s.fold = foldOpen
	}
	s.fillList()
	if selected != nil && selected.cronJob == nil {
		to := s.all.group
		if s.unfolded() {
			to = s.all.single[0]
		}
		s.list.Select(to.place)
	}
}
