package tui

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui/screen"
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
	h.send(connectedMsg{doing: "changing to context next", cluster: &kube.Cluster{Context: "next"}, source: source})
	h.send(dataMsg{gen: old, snapshot: tuitest.Scene()})
	h.seesNot("daily-backup")
}

func TestOnlyTheContextAskedForLastIsShown(t *testing.T) {
	var ended []string
	h := start(t, tuitest.Scene(), 100, 30, func(o *Options) {
		o.Contexts = Contexts{
			Connect: func(_ context.Context, name string) (*kube.Cluster, Source, error) {
				source := tuitest.NewSource()
				source.Ends = true
				return &kube.Cluster{Context: name}, source, nil
			},
			Disconnect: func(c *kube.Cluster) { ended = append(ended, c.Context) },
		}
	})
	slow, quick := h.root.handleContext(contextMsg{"slow"}), h.root.handleContext(contextMsg{"quick"})
	h.run(quick)
	h.run(slow)
	h.sees("⎈ quick")
	again := h.root.handleContext(contextMsg{"slow"})
	h.root.handleContext(contextMsg{"quick"}) // back to the one in use
	h.run(again)
	h.sees("⎈ quick")
	if diff := cmp.Diff([]string{"demo", "slow", "slow"}, ended); diff != "" {
		t.Errorf("ended (-want +got):\n%s", diff)
	}
	if h.root.pending != 0 {
		t.Errorf("%d actions are said to be under way", h.root.pending)
	}
}

func TestQuestionsAndOffersDoNotOutliveTheirContext(t *testing.T) {
	h := start(t, tuitest.Scene(), 100, 30)
	late := h.root.handleTrigger(screen.TriggerMsg{CronJobs: []kube.Key{{Namespace: "default", Name: "daily-backup"}}})
	h.press("ctrl+d")
	h.sees("Delete cronjob/")
	h.send(screen.ToastMsg{Text: "made", Open: screen.Ref{Kind: screen.KindJob, Key: kube.Key{Namespace: "default", Name: "x"}}})
	source := tuitest.NewSource()
	source.Ends = true
	h.send(connectedMsg{doing: "changing to context next", cluster: &kube.Cluster{Context: "next"}, source: source})
	h.seesNot("Delete cronjob/", "made")
	h.press("y")
	h.run(late)
	h.sees("triggered cronjob/daily-backup")
	h.seesNot("enter opens it")
	wantLog(t, h, "trigger default/daily-backup")
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
