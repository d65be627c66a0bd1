package timeline

import (
	"slices"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/screen"
)

func TestKeysThatCanDoNothingSayWhy(t *testing.T) {
	c := usual()
	for _, name := range []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n"} {
		c.runs(nil, "import-"+name, how{ago: hour, took: time.Minute})
	}
	cases := []struct {
		name string
		to   []string // the keys that lead there
		keys []string
	}{
		{"a Job without CronJob", []string{"x", "G"}, []string{"D", "c", "t", "s", ","}},
		{"several Jobs, none of them in view", []string{"G", "shift+left", "shift+left"}, []string{"D", "c", "t", "s", "r", "l", "d", "ctrl+d"}},
		{"nothing before on the lane", []string{"j"}, []string{","}},
		{"nothing", []string{"/", "z", "z", "z", "enter"}, []string{"enter", "l", "D", "c", "t", ",", ".", "F"}},
		{"only Jobs are marked", []string{"x", "G", "space"}, []string{"F"}},
	}
	for _, one := range cases {
		t.Run(one.name, func(t *testing.T) {
			w := newWorld(t, c)
			w.press(one.to...)
			for _, key := range one.keys {
				w.asked = nil
				w.press(key)
				if len(w.asked) != 1 {
					t.Errorf("%s asks for %v", key, w.asked)
				} else if toast, ok := w.asked[0].(screen.ToastMsg); !ok || toast.Text == "" {
					t.Errorf("%s asks for %v", key, w.asked[0])
				}
			}
		})
	}
}

func TestTheFooterOffersWhatTheLaneHas(t *testing.T) {
	offers := func(w *world) (keys []string) {
		for _, b := range w.screen.ShortHelp() {
			keys = append(keys, b.Help().Desc)
		}
		return keys
	}
	w := newWorld(t, usual())
	if got := offers(w); !slices.Contains(got, "durations") {
		t.Errorf("a CronJob: %v", got)
	}
	w.press("G")
	w.sees("Job without CronJob")
	if got := offers(w); slices.Contains(got, "durations") || !slices.Contains(got, "logs") {
		t.Errorf("a Job without CronJob: %v", got)
	}
	w.press("/", "z", "z", "enter")
	if got := offers(w); !slices.Equal(got, []string{"filter"}) {
		t.Errorf("nothing: %v", got)
	}
}

func TestTheForecastIsOfTheCronJobsInView(t *testing.T) {
	key := func(name string) kube.Key { return kube.Key{Namespace: "default", Name: name} }
	cases := map[string]struct {
		keys []string
		want screen.ForecastMsg
	}{
		"all":                        {nil, screen.ForecastMsg{}},
		"what a filter leaves":       {[]string{"/", "!", "n", "i", "g", "h", "t", "enter"}, screen.ForecastMsg{CronJobs: []kube.Key{key("hourly"), key("young")}, Chosen: "in view with /!night"}},
		"the marked ones":            {[]string{"j", "space"}, screen.ForecastMsg{CronJobs: []kube.Key{key("nightly")}, Chosen: "marked"}},
		"the marked, not the others": {[]string{"j", "space", "/", "y", "enter"}, screen.ForecastMsg{CronJobs: []kube.Key{key("nightly")}, Chosen: "marked"}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, usual())
			w.press(append(c.keys, "F")...)
			if diff := cmp.Diff([]tea.Msg{c.want}, w.asked); diff != "" {
				t.Error(diff)
			}
		})
	}
}
