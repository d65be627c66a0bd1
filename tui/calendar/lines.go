package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/slots"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// listRows returns the number of lines of the list.
func (s *Screen) listRows() int {
	l := s.layout()
	return max(l.paneHeight-len(s.paneHead(l)), 1)
}

// drawRuns draws a line for each CronJob that fires on the day.
func (s *Screen) drawRuns(day *slots.Day, past *slots.DayPast, width, rows int) []string {
	st := s.env.Styles
	runs := day.CronJobs
	if past != nil {
		runs = past.CronJobs
	}
	if len(runs) == 0 {
		return []string{st.Muted.Render(" " + s.scope.emptyWords(len(s.cronJobs)))}
	}
	counts := 0
	for _, r := range runs {
		counts = max(counts, len(strconv.Itoa(r.Count)))
	}
	var lines []string
	for i := s.list.from(len(runs), rows); i < len(runs) && len(lines) < rows; i++ {
		if left := len(runs) - i; len(lines) == rows-1 && left > 1 {
			lines = append(lines, st.Muted.Render(fmt.Sprintf("  … and %d more", left)))
			break
		}
		r := runs[i]
		count := widget.Spaces(counts + 1)
		if r.Count > 1 {
			count = widget.Fit(fmt.Sprintf("×%d", r.Count), counts+1)
		}
		head := st.Strong.Render(" "+r.First.Format("15:04")) + st.Muted.Render(" "+count+" ")
		note := st.Muted.Render(r.Words)
		if past != nil && past.By[r.Key] != nil {
			if tally := tallyWords(past.By[r.Key], st); tally != "" {
				note = tally
			}
		}
		lines = append(lines, head+s.nameAndNote(r.Key, note, width-widget.Width(head), st))
	}
	return lines
}

// tallyWords sums up a CronJob's outcomes as far as they are known: "✗1 !2 ✓93".
func tallyWords(t *slots.Tally, st *themes.Styles) string {
	var parts []string
	for o := slots.Failed; o > slots.Ahead; o-- {
		if sign, ink := signOf(o, st); t[o] > 0 && o != slots.Unknown {
			parts = append(parts, ink.Render(sign+strconv.Itoa(t[o])))
		}
	}
	return strings.Join(parts, " ")
}

// nameAndNote shares the room of a line between a name and a note.
func (s *Screen) nameAndNote(key kube.Key, note string, room int, st *themes.Styles) string {
	name := display.Clean(key.Name)
	if s.env.AllNamespaces() && !s.scope.single() && room > 56 {
		name = display.Clean(key.Namespace) + "/" + name
	}
	if room < 1 {
		return ""
	}
	want := widget.Width(note)
	nameWidth := min(max(room-want-1, min(widget.Width(name), room*2/3)), room)
	return st.Text.Render(widget.Fit(name, nameWidth)) + widget.Clip(st.Text.Render(" ")+note, room-nameWidth)
}

// drawEntries draws what happens in the listed part of the day.
func (s *Screen) drawEntries(width, rows int) []string {
	st, l := s.env.Styles, &s.list
	if !s.listCurrent() || rows < 1 {
		return nil
	}
	if len(l.entries) == 0 {
		return []string{st.Muted.Render(" " + s.scope.emptyWords(len(s.cronJobs)))}
	}
	var lines []string
	for i := l.from(len(l.entries), rows); i < len(l.entries) && len(lines) < rows; i++ {
		if left := len(l.entries) + l.more - i; len(lines) == rows-1 && left > 1 && !l.focused {
			lines = append(lines, st.Muted.Render(fmt.Sprintf("  … and %d more", left)))
			break
		}
		ink, mark := st, " "
		if l.focused && i == l.cursor {
			ink, mark = st.Over(st.Selected), "▸"
		}
		lines = append(lines, s.entryLine(l.entries[i], mark, width, ink))
	}
	return lines
}

// entryLine reads "02:00 ✓ daily-backup   4m12s".
func (s *Screen) entryLine(e slots.Entry, mark string, width int, ink *themes.Styles) string {
	sign, signInk := signOf(e.Outcome, ink)
	if sign == "" {
		sign, signInk = "·", ink.Muted
	}
	form := "15:04"
	if e.At.Second() != 0 {
		form = "15:04:05"
	}
	head := ink.Strong.Render(mark+e.At.Format(form)) + ink.Text.Render(" ") + signInk.Render(sign) + ink.Text.Render(" ")
	return head + s.nameAndNote(e.Key, ink.Muted.Render(s.entryNote(e)), width-widget.Width(head), ink)
}

// entryNote describes an entry in a few words.
func (s *Screen) entryNote(e slots.Entry) string {
	note := outcomeWord(e.Outcome)
	switch e.Outcome {
	case slots.Ahead:
		note = widget.In(e.At, s.env.Now)
	case slots.Complete, slots.Failed, slots.Running:
		took, ok, reason := ranFor(e, s.env.Now)
		if ok {
			note = widget.Duration(took)
		}
		if e.Outcome == slots.Failed && reason != "" {
			note = display.Clean(reason) + " " + note
		}
	}
	switch {
	case e.Manual:
		note += ", by hand"
	case !e.Slot:
		note += ", of an earlier schedule"
	}
	return note
}

// ranFor returns how long a run took, or has taken so far, and why it failed.
func ranFor(e slots.Entry, now time.Time) (took time.Duration, known bool, reason string) {
	if e.Run != nil {
		took, known = e.Run.Duration()
		return took, known, e.Run.Reason
	}
	took, known = e.Job.Duration(now)
	return took, known, e.Job.Reason
}
