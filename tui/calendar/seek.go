package calendar

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube/slots"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/async"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// lens maps a minute to the part of the day that is selected with it, in a given view.
type lens struct {
	view   view
	rows   []row
	bucket int
}

func (s *Screen) lens() lens { return lens{s.view, s.rows, s.bucket()} }

// window returns the part of a day that is selected with a minute.
func (l lens) window(at slots.Minute) slots.Window {
	switch {
	case l.view == monthView || len(l.rows) == 0:
		return slots.WholeDay
	case l.view == weekView:
		return l.rows[rowAt(l.rows, at)].window
	}
	h, minute, again := at.Clock()
	from := slots.MinuteAt(h, again, minute/l.bucket*l.bucket)
	return slots.Window{From: from, To: from + slots.Minute(l.bucket)}
}

// seekQuestion asks for the run a number of steps ahead, or behind when negative. Each step leaves the selection: in a month for another
// day, in a week for another row.
type seekQuestion struct {
	version  int
	snapshot uint64
	from     slots.Place
	view     view
	zone     slots.Zone
	steps    int
}

// seekAnswer holds where a search ended.
type seekAnswer struct {
	to    slots.Place // the last run on the way
	ended bool        // there were fewer runs than steps
}

type seekAnswerMsg = async.Answer[seekAnswer]

// seek goes to the next or the previous run. Keys pressed during the search add to its steps.
func (s *Screen) seek(by int) tea.Cmd {
	if s.version == 0 {
		return nil
	}
	q := s.seekFrom()
	q.steps = by
	if before := s.asked.seekOf.Question(); s.asked.seekOf.Busy() && q.sameStart(before) {
		q.steps += before.steps
	}
	if q.steps == 0 {
		s.asked.seekOf.Forget()
		return nil
	}
	on, cronJobs, through := s.counter, s.cronJobs, s.lens()
	return s.asked.seekOf.Ask(s.ctx, q, func(ctx context.Context) seekAnswer { return q.walk(ctx, on, cronJobs, through) })
}

// seekFrom returns where a search begins.
func (s *Screen) seekFrom() seekQuestion {
	return seekQuestion{s.version, s.env.Snapshot.Version, slots.Place{Date: s.day, Minute: s.at}, s.view, s.zone.of(s.env), 0}
}

// Alike reports whether both searches look for the same run.
func (q seekQuestion) Alike(other seekQuestion) bool {
	return q.sameStart(other) && q.steps == other.steps
}

func (q seekQuestion) sameStart(other seekQuestion) bool {
	return q.from == other.from && q.view == other.view && q.zone == other.zone
}

// walk takes the steps, as far as there are runs.
func (q seekQuestion) walk(ctx context.Context, on *slots.Counter, cronJobs []*workload.CronJob, through lens) seekAnswer {
	to := q.from
	for range max(q.steps, -q.steps) {
		w := through.window(to.Minute)
		from := slots.Place{Date: to.Date, Minute: w.To}
		if q.steps < 0 {
			from.Minute = w.From - 1
		}
		next, found, _ := on.FindEntry(ctx, from, q.steps < 0, q.zone, cronJobs)
		if !found || next.Date.Year < firstYear || next.Date.Year > lastYear {
			return seekAnswer{to, true}
		}
		to = next
	}
	return seekAnswer{to, false}
}

// handleSeek goes to the run that was found, unless the user has moved on meanwhile, and warns when there is none.
func (s *Screen) handleSeek(msg seekAnswerMsg) tea.Cmd {
	answer, ok := s.asked.seekOf.Take(msg)
	if !ok {
		return nil
	}
	q := s.asked.seekOf.Question()
	s.asked.seekOf.Forget() // the same key asks again
	if !s.seekFrom().sameStart(q) {
		return nil
	}
	if answer.ended {
		s.env.Ask(screen.ToastMsg{Text: s.noRun(q.steps < 0)})
	}
	return s.move(answer.to.Date, answer.to.Minute)
}

// noRun says that there is no run after the selection, or before it.
func (s *Screen) noRun(backwards bool) string {
	text := "nothing runs in the five years after this"
	if backwards {
		text = "no run is known before this"
	}
	if s.suspended > 0 {
		text += fmt.Sprintf(" (%d suspended)", s.suspended)
	}
	return text
}
