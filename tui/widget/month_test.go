package widget

import (
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

func november() Month {
	m := Month{Year: 2026, Month: time.November, Today: 24, Selected: 26, Counts: make([]int, 30), Shifted: make([]bool, 30)}
	for i := range m.Counts {
		m.Counts[i] = 108
		if i%7 >= 5 {
			m.Counts[i] = 60
		}
	}
	m.Counts[0], m.Counts[2], m.Shifted[28] = 1800, 0, true
	return m
}

func TestMonthCalendar(t *testing.T) {
	tuitest.Sweep(t, func(w int, s *themes.Styles) []string { return MonthCalendar(november(), w, 7, s) })
}

func TestMonthCalendarWithRoomForBars(t *testing.T) {
	tuitest.Sweep(t, func(w int, s *themes.Styles) []string { return MonthCalendar(november(), w, 20, s) })
}

func TestMonthCalendarOfOneCronJobSaysWhen(t *testing.T) {
	m := Month{Year: 2026, Month: time.December, Counts: make([]int, 31), Labels: make([]string, 31)}
	for _, monday := range []int{7, 14, 21, 28} {
		m.Counts[monday-1], m.Labels[monday-1] = 1, "01:00"
	}
	tuitest.Sweep(t, func(w int, s *themes.Styles) []string { return MonthCalendar(m, w, 7, s) })
}

func TestMonthCalendarKeepsItsHeight(t *testing.T) {
	s := plain(t)
	for height := range 30 {
		for width := range 140 {
			if got := len(MonthCalendar(november(), width, height, s)); got > height {
				t.Fatalf("%d lines at %d×%d", got, width, height)
			}
		}
	}
}

func TestDayAtFindsEveryDayWhereItIsDrawn(t *testing.T) {
	m := november()
	for _, height := range []int{7, 13, 20} {
		for _, width := range []int{21, 56, 77, 140} {
			seen := map[int]bool{}
			for y := range height {
				for x := range width {
					seen[m.DayAt(x, y, width, height)] = true
				}
			}
			for day := 1; day <= m.Days(); day++ {
				if !seen[day] {
					t.Errorf("day %d has no cell at %d×%d", day, width, height)
				}
			}
		}
	}
}

func plain(t *testing.T) *themes.Styles {
	t.Helper()
	theme, err := themes.ByName("none")
	if err != nil {
		t.Fatal(err)
	}
	return theme.Styles()
}
