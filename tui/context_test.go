package tui

import (
	"context"
	"errors"
	"testing"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

func TestThePaletteChangesTheContext(t *testing.T) {
	var asked []string
	fail := errors.New("the API server refuses the connection")
	h := start(t, tuitest.Scene(), 100, 30, func(o *Options) {
		o.Contexts = Contexts{
			Names: []string{"demo", "staging", "broken"},
			Connect: func(_ context.Context, name string) (*kube.Cluster, Source, error) {
				asked = append(asked, name)
				if name == "broken" {
					return nil, nil, fail
				}
				source := tuitest.NewSource(tuitest.Crowd(3))
				source.Ends = true
				return &kube.Cluster{Context: name}, source, nil
			},
		}
	})
	h.press("y", ":")
	h.text("ctx demo")
	h.press("enter")
	h.sees("⎈ demo", "YAML of")
	h.press(":")
	h.text("broken")
	h.press("enter")
	h.sees("⎈ demo", "YAML of", "changing to context broken: the API server refuses")
	h.press(":")
	h.text("staging")
	h.press("enter")
	h.sees("⎈ staging", "1 CronJobs 0", "2 Jobs 3")
	h.seesNot("YAML of", "embedded", "daily-backup")
	h.press("P")
	h.sees("the time of a real cluster cannot be changed")
	if len(asked) != 2 {
		t.Errorf("connected to %v", asked)
	}
}

func TestAnswersOfTheContextBeforeAreDropped(t *testing.T) {
	h := start(t, tuitest.Scene(), 100, 30)
	old := h.root.gen
	source := tuitest.NewSource()
	source.Ends = true
	h.send(connectedMsg{name: "next", cluster: &kube.Cluster{Context: "next"}, source: source})
	h.send(dataMsg{gen: old, snapshot: tuitest.Scene()})
	h.seesNot("daily-backup")
}

func TestThePaletteOffersWhatTheScreensKeysDo(t *testing.T) {
	h := start(t, tuitest.Scene(), 100, 30)
	h.press("j", "j", ":")
	h.text("trig")
	h.sees("▸ trigger")
	h.press("enter")
	wantLog(t, h, "trigger default/daily-backup")
	h.press("esc", "2", ":")
	h.text("delet")
	h.press("enter")
	h.sees("Delete job/")
}
