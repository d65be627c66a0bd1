package calendar

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/tui/widget"
)

// layout is where things are, in cells. Wide:
//
//	title ───────────────────────────────── busiest
//	month                    │ day: hours │ who
//
// Narrow: the day below the month. The parts add up to the whole, see TestLayoutAddsUp.
type layout struct {
	monthWidth, monthHeight int
	gap                     int // cells between month and day, or lines
	dayWidth, dayHeight     int
	beside                  bool
}

const (
	besideWidth = 96 // from here on the day has its place beside the month
	hoursWidth  = 16
)

func (s *Screen) layout() layout {
	w, h := s.width, max(s.height-1, 0)
	if w >= besideWidth {
		day := max(w*2/5, 38, w-2-widget.MaxMonthWidth)
		return layout{monthWidth: w - day - 2, monthHeight: h, gap: 2, dayWidth: day, dayHeight: h, beside: true}
	}
	weeks := s.view().Weeks()
	month := min(1+weeks, h)
	if h >= 2*weeks+12 {
		month = 1 + 2*weeks
	}
	return layout{monthWidth: w, monthHeight: month, dayWidth: w, dayHeight: h - month}
}

// listRows is how many lines the day's list has.
func (s *Screen) listRows() int { return max(s.layout().dayHeight-1, 0) }

// View draws the month and the selected day.
func (s *Screen) View() string {
	if !s.placed {
		return widget.Page([]string{s.env.Styles.Muted.Render("waiting for the cluster …")}, s.width, s.height)
	}
	l := s.layout()
	month := widget.MonthCalendar(s.view(), l.monthWidth, l.monthHeight, s.env.Styles)
	day := s.drawDay(l.dayWidth, l.dayHeight)
	lines := []string{s.head()}
	if l.beside {
		for i := range l.monthHeight {
			left, right := "", ""
			if i < len(month) {
				left = month[i]
			}
			if i < len(day) {
				right = day[i]
			}
			lines = append(lines, widget.Fit(left, l.monthWidth)+s.env.Styles.Rule.Render("│")+" "+right)
		}
	} else {
		month = append(month, make([]string, max(l.monthHeight-len(month), 0))...)
		lines = append(append(lines, month...), day...)
	}
	return widget.Page(lines, s.width, s.height)
}

func (s *Screen) head() string {
	st := s.env.Styles
	left := st.Strong.Render(fmt.Sprintf("%s %d", s.day.month, s.day.year)) +
		st.Muted.Render(fmt.Sprintf("  %d CronJobs · ", len(s.items))) + st.Text.Render(s.mode.words(s.env)) + st.Muted.Render(" (z)")
	if s.suspended > 0 {
		left += st.Muted.Render(fmt.Sprintf(" · %d suspended", s.suspended))
	}
	right := ""
	if d := s.dayPlan; d != nil && d.day == s.day && d.most > 1 {
		right = st.Muted.Render("busiest minute ") + st.Warn.Render(fmt.Sprintf("%02d:%02d × %d", d.minute/60, d.minute%60, d.most))
	}
	return " " + widget.Spread(left, right, s.width-2) + " "
}

// drawDay draws the hours of the day and who fires, with a head line.
func (s *Screen) drawDay(width, height int) []string {
	if width < 10 || height < 1 {
		return nil
	}
	st := s.env.Styles
	d := s.dayPlan
	name := s.day.midday(s.env.Zone).Format("Mon 2 Jan")
	if d == nil || d.day != s.day {
		return []string{widget.Rule(name, width, st), st.Muted.Render(" counting …")}
	}
	title := fmt.Sprintf("%s · %s", name, plural(d.total, "run"))
	if s.month != nil && s.day.day <= len(s.month.shifted) && s.month.shifted[s.day.day-1] {
		title += " · clocks change ±"
	}
	lines := []string{widget.Rule(title, width, st)}
	if d.total == 0 {
		return append(lines, st.Muted.Render(" no CronJob runs on this day"))
	}
	rows := height - 1
	var hours []string
	listWidth := width
	if width >= hoursWidth+24 {
		hours = s.drawHours(d, rows)
		listWidth = width - hoursWidth
	}
	list := s.drawList(d, listWidth, rows)
	for i := range rows {
		line := ""
		if hours != nil {
			left := ""
			if i < len(hours) {
				left = hours[i]
			}
			line = widget.Fit(left, hoursWidth)
		}
		if i < len(list) {
			line += list[i]
		}
		lines = append(lines, line)
	}
	return lines
}

// drawHours draws a bar for each hour, or for several together when there are fewer rows than hours.
func (s *Screen) drawHours(d *dayAnswer, rows int) []string {
	if rows < 1 {
		return nil
	}
	step := 1
	for _, step = range []int{1, 2, 3, 4, 6, 8, 12, 24} {
		if 24/step <= rows {
			break
		}
	}
	sums, most := make([]int, 24/step), 1
	for h, n := range d.hours {
		sums[h/step] += n
		most = max(most, sums[h/step])
	}
	st := s.env.Styles
	lines := make([]string, len(sums))
	for i, n := range sums {
		ink := st.Heat[min(max(n-1, 0)*len(st.Heat)/most, len(st.Heat)-1)]
		lines[i] = st.Muted.Render(fmt.Sprintf(" %02d ", i*step)) + widget.Stick(n, most, hoursWidth-6, ink)
	}
	return lines
}

// drawList draws who fires, from the first line in view on.
func (s *Screen) drawList(d *dayAnswer, width, rows int) []string {
	st := s.env.Styles
	times := 0
	for _, r := range d.runs {
		times = max(times, len(strconv.Itoa(r.count)))
	}
	var lines []string
	for i := s.first; i < len(d.runs) && len(lines) < rows; i++ {
		if left := len(d.runs) - i; len(lines) == rows-1 && left > 1 && !s.inList {
			lines = append(lines, st.Muted.Render(fmt.Sprintf("  … and %d more", left)))
			break
		}
		r, ink, sign := d.runs[i], st, " "
		if s.inList && i == s.cursor {
			ink, sign = st.Over(st.Selected), "▸"
		}
		count := strings.Repeat(" ", times+1)
		if r.count > 1 {
			count = widget.Fit(fmt.Sprintf("×%d", r.count), times+1)
		}
		name := r.key.Name
		if s.env.AllNamespaces() && width > 60 {
			name = r.key.Namespace + "/" + name
		}
		head := ink.Strong.Render(sign+r.first.Format("15:04")) + ink.Muted.Render(" "+count+" ")
		room := max(width-widget.Width(head), 0)
		nameWidth := min(max(room*3/5, 16), room)
		if r.words == "" || room < 36 {
			nameWidth = room
		}
		line := head + ink.Text.Render(widget.Fit(widget.Clean(name), nameWidth))
		if rest := room - nameWidth; rest > 1 {
			line += ink.Muted.Render(widget.Fit(" "+r.words, rest))
		}
		lines = append(lines, line)
	}
	return lines
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return strconv.Itoa(n) + " " + noun + "s"
}
