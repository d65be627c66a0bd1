package calendar

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/agenda"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// pane draws what is known of the selected part of the day: a title, what is special about it, and who fires.
func (s *Screen) pane(l layout) []string {
	if l.paneWidth < 10 || l.paneHeight < 1 {
		return nil
	}
	if s.panel != nil {
		return s.panel.draw(l.paneWidth, l.paneHeight, s.env.Styles)
	}
	lines := s.paneHead(l)
	width, rows := l.paneWidth-1, l.paneHeight-len(lines)
	if day, past := s.selected(); day != nil && s.view == monthView {
		return append(lines, s.drawRuns(day, past, width, rows)...)
	}
	return append(lines, s.drawEntries(width, rows)...)
}

// paneHead are the lines above the list.
func (s *Screen) paneHead(l layout) []string {
	st := s.env.Styles
	day, past := s.selected()
	if day == nil {
		return []string{widget.Rule(s.day.Format("Mon 2 Jan"), l.paneWidth, st), st.Muted.Render(" counting …")}
	}
	lines := []string{widget.Rule(s.paneTitle(day, past, l.paneWidth-4), l.paneWidth, st)}
	for _, sh := range day.Shifts[:min(len(day.Shifts), 2)] {
		mark := " ± "
		for line := range strings.SplitSeq(ansi.Wrap(sh.Words(), max(l.paneWidth-4, 1), ""), "\n") {
			if l.paneHeight-len(lines) < 3 {
				break
			}
			lines = append(lines, st.Warn.Render(mark+line))
			mark = "   "
		}
	}
	for i, busy := range s.busiest {
		if l.paneHeight-len(lines) < 5 || s.list.focused {
			break
		}
		lines = append(lines, s.busyLine(busy, i == 0, l.paneWidth-1))
	}
	return lines
}

// paneTitle says what is listed: "Tue 24 Nov · 5 runs · ✗1", "Tue 24 · 02:00–02:59 · 5 runs".
func (s *Screen) paneTitle(day *agenda.Day, past *agenda.DayPast, width int) string {
	w, title := agenda.WholeDay, s.day.Format("Mon 2 Jan · ")
	switch s.view {
	case weekView:
		w, title = s.listed(day, past), s.day.Format("Mon 2 · ")
	case dayView:
		w = s.listed(day, past)
	}
	if part := spanWords(w); part != "" {
		if s.view == dayView {
			title = ""
		}
		title += part + " · "
	}
	title += plural(day.Count(w), "run")
	if past != nil {
		sum := past.Of(w)
		if tally := " · " + ansi.Strip(tallyWords(&sum, s.env.Styles)); tally != " · " && widget.Width(title+tally) <= width {
			title += tally
		}
	}
	return title
}

// spanWords is a part of a day as the clock on the wall tells it; "" for all of it.
func spanWords(w agenda.Window) string {
	if w == agenda.WholeDay {
		return ""
	}
	h, m, again := w.From.Clock()
	text := fmt.Sprintf("%02d:%02d", h, m)
	if lh, lm, _ := (w.To - 1).Clock(); lh != h || lm != m {
		text += fmt.Sprintf("–%02d:%02d", lh, lm)
	}
	if again {
		text += " 2nd"
	}
	return text
}

// busyLine names one of the busiest minutes and who fires in it.
func (s *Screen) busyLine(b agenda.Busy, first bool, width int) string {
	st := s.env.Styles
	label := "        "
	if first {
		label = "busiest "
	}
	at := spanWords(agenda.Window{From: b.Minute, To: b.Minute + 1})
	if s.view == weekView {
		at = b.Date.Format("Mon ") + at
	}
	var names []string
	for _, key := range b.Who {
		names = append(names, widget.Clean(key.Name))
	}
	who := strings.Join(names, ", ")
	if more := b.Count - len(names); more > 0 {
		who += fmt.Sprintf(" +%d", more)
	}
	head := " " + st.Muted.Render(label) + st.Warn.Render(fmt.Sprintf("%s ×%d ", at, b.Count))
	return head + st.Muted.Render(widget.Clip(who, width-widget.Width(head)))
}

// listRows is how many lines the list has.
func (s *Screen) listRows() int {
	l := s.layout()
	return max(l.paneHeight-len(s.paneHead(l)), 1)
}

// drawRuns draws a line for each CronJob that fires on the day.
func (s *Screen) drawRuns(day *agenda.Day, past *agenda.DayPast, width, rows int) []string {
	st := s.env.Styles
	if len(day.Runs) == 0 {
		return []string{st.Muted.Render(" no CronJob runs on this day")}
	}
	counts := 0
	for _, r := range day.Runs {
		counts = max(counts, len(strconv.Itoa(r.Count)))
	}
	var lines []string
	for i := s.list.from(len(day.Runs), rows); i < len(day.Runs) && len(lines) < rows; i++ {
		if left := len(day.Runs) - i; len(lines) == rows-1 && left > 1 {
			lines = append(lines, st.Muted.Render(fmt.Sprintf("  … and %d more", left)))
			break
		}
		r := day.Runs[i]
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

// tallyWords is what became of a CronJob's runs, as far as it is known: "✗1 !2 ✓93".
func tallyWords(t *agenda.Tally, st *themes.Styles) string {
	var parts []string
	for o := agenda.Failed; o > agenda.Ahead; o-- {
		if sign, ink := signOf(o, st); t[o] > 0 && o != agenda.Unknown {
			parts = append(parts, ink.Render(sign+strconv.Itoa(t[o])))
		}
	}
	return strings.Join(parts, " ")
}

// nameAndNote shares a line's room between a name and what there is to say of it.
func (s *Screen) nameAndNote(key kube.Key, note string, room int, st *themes.Styles) string {
	name := widget.Clean(key.Name)
	if s.env.AllNamespaces() && !s.scope.single() && room > 56 {
		name = widget.Clean(key.Namespace) + "/" + name
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
	day, past := s.selected()
	if day == nil || l.of.day != s.day || l.of.window != s.listed(day, past) || rows < 1 {
		return nil // the answer is on its way
	}
	if len(l.entries) == 0 {
		return []string{st.Muted.Render(" no CronJob runs on this day")}
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
func (s *Screen) entryLine(e agenda.Entry, mark string, width int, ink *themes.Styles) string {
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

// entryNote says in a few words what an entry is.
func (s *Screen) entryNote(e agenda.Entry) string {
	note := outcomeWord(e.Outcome)
	switch e.Outcome {
	case agenda.Ahead:
		note = widget.In(e.At, s.env.Now)
	case agenda.Complete, agenda.Failed, agenda.Running:
		took, ok, reason := ranFor(e, s.env.Now)
		if ok {
			note = widget.Duration(took)
		}
		if e.Outcome == agenda.Failed && reason != "" {
			note = widget.Clean(reason) + " " + note
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

// ranFor is how long a run took, or has taken so far, and why it failed.
func ranFor(e agenda.Entry, now time.Time) (took time.Duration, known bool, reason string) {
	if e.Run != nil {
		took, known = e.Run.Took()
		return took, known, e.Run.Reason
	}
	took, known = e.Job.Duration(now)
	return took, known, e.Job.Reason
}
