package logs

import (
	"context"
	"io"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// fakeFeed delivers batches that a test puts in.
type fakeFeed struct {
	batches chan Batch
	closed  chan struct{}
}

func (f *fakeFeed) Next() (Batch, error) {
	select {
	case b, ok := <-f.batches:
		if !ok {
			return Batch{}, io.EOF
		}
		return b, nil
	case <-f.closed:
		return Batch{}, context.Canceled
	}
}

func (f *fakeFeed) Close() { close(f.closed) }

// world is a screen with its feed and its requests to the root.
type world struct {
	*testing.T
	screen *Screen
	feed   *fakeFeed
	env    *screen.Env
	asked  []tea.Msg
	target Target
}

func newWorld(t *testing.T, width, height int) *world {
	t.Helper()
	theme, err := themes.ByName("none")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, env: &screen.Env{
		Snapshot: &workload.Snapshot{}, Styles: theme.Styles(), Keys: keymap.Default(), Now: noon, Zone: time.UTC,
	}}
	open := func(_ context.Context, target Target) (Feed, error) {
		w.target = target
		w.feed = &fakeFeed{make(chan Batch, 100), make(chan struct{})}
		return w.feed, nil
	}
	w.screen = New(t.Context(), w.env, Target{Job: kube.Key{Namespace: "demo", Name: "image-processor"}}, open)
	w.screen.SetSize(width, height)
	w.send(w.screen.Init()())
	return w
}

// send delivers a message, and runs its command unless that reads on.
func (w *world) send(msg tea.Msg) {
	cmd := w.screen.Update(msg)
	switch msg.(type) {
	case openedMsg, batchMsg:
		return
	}
	w.run(cmd)
	w.asked = append(w.asked, w.env.Asked()...)
}

func (w *world) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			w.run(c)
		}
	case foundMsg, savedMsg, openedMsg:
		w.send(msg)
	}
}

func (w *world) lines(pod string, index int, texts ...string) {
	w.Helper()
	var b Batch
	for _, text := range texts {
		b.Lines = append(b.Lines, RawLine{
			Container: Container{pod, "main", index}, Time: w.env.Now, Text: []byte(text),
		})
	}
	w.feed.batches <- b
	w.send(w.screen.read(w.feed)())
}

func (w *world) press(keys ...string) {
	w.Helper()
	for _, k := range keys {
		w.send(tuitest.Key(w, k))
	}
}

func (w *world) view() string { return ansi.Strip(w.screen.View()) }

func (w *world) sees(parts ...string) {
	w.Helper()
	tuitest.Sees(w, w.screen, parts...)
}

func (w *world) seesNot(parts ...string) {
	w.Helper()
	tuitest.SeesNot(w, w.screen, parts...)
}
