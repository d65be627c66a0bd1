package schedule

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler/cron"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// written returns a standalone screen with a timing filled in, in a terminal of a size.
func written(t *testing.T, timing workload.Timing, object *batchv1.CronJob, width, height int) *Screen {
	t.Helper()
	theme, err := themes.ByName("none")
	if err != nil {
		t.Fatal(err)
	}
	env := &screen.Env{
		Cluster: &kube.Cluster{}, Snapshot: &workload.Snapshot{}, Styles: theme.Styles(), Keys: keymap.Default(), Now: tuitest.Now, Zone: tuitest.Paris,
	}
	s := NewStandalone(t.Context(), env, timing, object, false)
	s.SetSize(width, height)
	s.Update(s.Init()())
	return s
}

// typed types a text and waits for the answers.
func (s *Screen) typed(text string) {
	for _, r := range text {
		s.press(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func (s *Screen) press(msg tea.KeyPressMsg) {
	run(s, s.Update(msg))
}

func run(s *Screen, cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			run(s, c)
		}
	case answerMsg:
		s.Update(msg)
	}
}

func TestPartsAddUp(t *testing.T) {
	for width := range 260 {
		for height := range 80 {
			for wanted := 0; wanted < 20; wanted += 3 {
				for _, listing := range []bool{false, true} {
					l := layoutFor(width, height, wanted, listing).giveRuns(wanted)
					if sum := l.form + l.rule + l.remarks + l.gap + l.bottom; sum != height || min(l.form, l.rule, l.remarks, l.gap, l.bottom, l.below) < 0 {
						t.Fatalf("at %d×%d, %d to say: %+v has %d lines", width, height, wanted, l, sum)
					}
					if sum := l.runs + l.month + l.list; sum != width || min(l.runs, l.month, l.list) < 0 || l.below > l.bottom {
						t.Fatalf("at %d×%d: %+v has %d columns", width, height, l, sum)
					}
					if at := l.listAt(); at.w > 0 && at.y+at.h != height {
						t.Fatalf("at %d×%d: %+v has its list at %+v", width, height, l, at)
					}
				}
			}
		}
	}
}

const evil = "x\x1b[2J\x1b]0;owned\a\x9b31m\u202edrow\r\n👩‍👩‍👧é数"

// TestEveryFrameHasItsSize draws many timings at many sizes, as typed and as found in clusters.
func TestEveryFrameHasItsSize(t *testing.T) {
	object := tuitest.CronJob("daily", "0 2 * * *", tuitest.Paris, time.Hour).Trimmed
	object.Name, object.Spec.Schedule = evil, evil
	for _, timing := range []workload.Timing{
		{Schedule: "0 2 * * *", TimeZone: "Europe/Paris"},
		{Schedule: ""},
		{Schedule: "0 2 * * 1-9", TimeZone: "Mars"},
		{Schedule: evil, TimeZone: evil},
		{Schedule: strings.Repeat("0,", 300) + " * * * 9"},
		{Schedule: "@every 90"},
		{Schedule: "0 0 31 2 *", TimeZone: "UTC"},
		{Schedule: "数数 * * * *"},
	} {
		for _, object := range []*batchv1.CronJob{nil, object} {
			s := written(t, timing, object, 0, 0)
			for _, size := range [][2]int{{0, 0}, {1, 1}, {5, 3}, {20, 10}, {60, 10}, {80, 19}, {100, 25}, {120, 31}, {162, 31}, {200, 55}, {300, 90}} {
				for _, way := range []func(){func() {}, func() { s.turnTo(zone) }, func() { s.moveList(1) }, func() { s.turnTo(expression) }} {
					way()
					s.SetSize(size[0], size[1])
					checkFrame(t, s, size[0], size[1])
				}
			}
		}
	}
}

func checkFrame(t *testing.T, s *Screen, width, height int) {
	t.Helper()
	frame := s.View()
	lines := strings.Split(frame, "\n")
	if width == 0 || height == 0 {
		if frame != "" {
			t.Fatalf("%d×%d: %q", width, height, frame)
		}
		return
	}
	if len(lines) != height {
		t.Fatalf("%d×%d: %d lines", width, height, len(lines))
	}
	for i, line := range lines {
		if w := widget.Width(line); w != width {
			t.Fatalf("%d×%d: line %d has %d cells: %q", width, height, i, w, line)
		}
	}
	for _, bad := range []string{"\x1b[2J", "\x1b]", "\x9b", "\u202e", "\r", "\a"} {
		if strings.Contains(frame, bad) {
			t.Fatalf("%d×%d: the frame holds %q", width, height, bad)
		}
	}
}

func TestFrames(t *testing.T) {
	object := tuitest.CronJob("daily", "0 2 * * *", tuitest.Paris, time.Hour).Trimmed
	object.CreationTimestamp.Time = tuitest.Now.Add(-time.Hour)
	for _, c := range []struct {
		name   string
		timing workload.Timing
		keys   []tea.KeyPressMsg
	}{
		{"clocks", workload.Timing{Schedule: "30 2 * 3,10 *", TimeZone: "Europe/Paris"}, nil},
		{"refused", workload.Timing{Schedule: "0 2 * * mon-9", TimeZone: "Asia/Tokyo"}, nil},
		{"unfinished", workload.Timing{Schedule: "0 2 1"}, nil},
		{"presets", workload.Timing{Schedule: "30 4 * * *"}, []tea.KeyPressMsg{{Code: tea.KeyDown}, {Code: tea.KeyDown}}},
		{"zones", workload.Timing{Schedule: "0 2 * * *"}, []tea.KeyPressMsg{{Code: tea.KeyTab}, {Code: 'n', Text: "n"}, {Code: 'e', Text: "e"}, {Code: 'w', Text: "w"}, {Code: tea.KeyDown}}},
	} {
		for _, size := range [][2]int{{60, 10}, {80, 19}, {120, 31}} {
			t.Run(fmt.Sprintf("%s-%dx%d", c.name, size[0], size[1]), func(t *testing.T) {
				s := written(t, c.timing, object, size[0], size[1])
				for _, press := range c.keys {
					s.press(press)
				}
				var lines []string
				for line := range strings.SplitSeq(ansi.Strip(s.View()), "\n") {
					lines = append(lines, strings.TrimRight(line, " "))
				}
				golden.RequireEqual(t, strings.Join(lines, "\n")+"\n")
			})
		}
	}
}

func TestStandaloneHandsOverTheSchedule(t *testing.T) {
	s := written(t, workload.Timing{Schedule: "0 2 * * *"}, nil, 100, 25)
	s.typed(" ")
	s.press(tea.KeyPressMsg{Code: tea.KeyTab})
	s.typed("Asia/Tokyo")
	s.press(tea.KeyPressMsg{Code: tea.KeyEnter})
	if diff := cmp.Diff([]tea.Msg{ChosenMsg{workload.Timing{Schedule: "0 2 * * *", TimeZone: "Asia/Tokyo"}}}, s.env.Asked()); diff != "" {
		t.Error(diff)
	}
	s.typed("x")
	s.press(tea.KeyPressMsg{Code: tea.KeyEnter})
	if asked := s.env.Asked(); len(asked) != 1 || asked[0].(screen.ToastMsg).Level != screen.Warn {
		t.Errorf("with a zone that is none it asks for %+v, want a warning", asked)
	}
	s.press(tea.KeyPressMsg{Code: tea.KeyEscape})
	if diff := cmp.Diff([]tea.Msg{screen.BackMsg{}}, s.env.Asked()); diff != "" {
		t.Error(diff)
	}
}

func TestMonthsTurnAndTheMouseTakes(t *testing.T) {
	s := written(t, workload.Timing{Schedule: "0 2 * * *"}, nil, 100, 40)
	sees := func(text string) {
		t.Helper()
		if got := ansi.Strip(s.View()); !strings.Contains(got, text) {
			t.Errorf("no %q:\n%s", text, got)
		}
	}
	s.press(tea.KeyPressMsg{Code: tea.KeyPgDown})
	sees("December 2026")
	run(s, s.Update(tea.MouseWheelMsg{Button: tea.MouseWheelUp, X: 99, Y: 30}))
	sees("November 2026")
	at := s.layout.listAt()
	run(s, s.Update(tea.MouseClickMsg{Button: tea.MouseLeft, X: at.x + 5, Y: at.y + 2}))
	sees("every 15 minutes (UTC)")
	run(s, s.Update(tea.MouseClickMsg{Button: tea.MouseLeft, X: 5, Y: 2}))
	sees("zones")
}

func TestZonesAndPresetsAreReal(t *testing.T) {
	names := zoneNames()
	if len(names) < 500 {
		t.Fatalf("%d zones", len(names))
	}
	for _, name := range names {
		if errs := cron.CheckTimeZone(name); len(errs) > 0 {
			t.Errorf("%s: %v", name, errs)
		}
	}
	for text, want := range map[string]string{
		"paris": "Europe/Paris", "new york": "America/New_York", "europe/be": "Europe/Berlin", "utc": "UTC", "tokio": "", "eupar": "Europe/Paris", "": "Europe/Paris",
	} {
		got := ""
		if found := matchZones(text, tuitest.Paris, tuitest.Now); len(found) > 0 {
			got = found[0].label
		}
		if want != "" && got != want {
			t.Errorf("%q finds %s first, want %s", text, got, want)
		}
	}
	for _, written := range []string{"", "15 4 * * *", "x y", "99 99 * * *", "@daily"} {
		for _, s := range offered(written) {
			if p := cron.Check(s.text); p != nil || s.label == "" || s.cursor > len(s.text) {
				t.Errorf("after %q: %+v: %v", written, s, p)
			}
		}
	}
}

func TestAnUnchangedScheduleKeepsItsZoneInTheExpression(t *testing.T) {
	object := tuitest.CronJob("old", "TZ=Asia/Tokyo 0 2 * * *", time.UTC, time.Hour).Trimmed
	s := written(t, workload.TimingOf(object), object, 100, 25)
	if s.answer.problem != nil || !strings.Contains(ansi.Strip(s.View()), "every day at 02:00 (Asia/Tokyo)") {
		t.Errorf("problem %v:\n%s", s.answer.problem, ansi.Strip(s.View()))
	}
	s = written(t, workload.TimingOf(object), nil, 100, 25)
	if s.answer.problem == nil {
		t.Error("a new one may have a zone in the expression")
	}
}
