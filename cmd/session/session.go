// Package session runs the screens on a cluster until the user leaves, and keeps the connections that they change between. It
// makes no planes: callers hand over what is shown.
package session

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/cmd/crash"
	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui"
)

// Show runs the terminal program on a cluster until the user leaves. again, if any, begins the demo again at another time.
func Show(ctx context.Context, f *flags.Shared, first Target, again func(context.Context, time.Time) (Target, error)) error {
	defer crash.RestoreTerminal(f.Log.File())()
	defer f.Log.HoldTerminal()()
	f.Log.Logger().Info("the screens open", "context", first.Cluster.Context, "embedded", first.Cluster.Embedded)
	connected := &connections{options: f.Cluster, logger: f.Log.Logger(), closers: map[*kube.Cluster]func(){}}
	source := connected.open(first)
	defer WaitAtMost(StopPatience, connected.stop)
	err := tui.Run(ctx, tui.Options{
		Cluster: first.Cluster, Inventory: source, Theme: f.Theme, NoColor: flags.NoColor(),
		Contexts: connected.contexts(first.Cluster), Restart: connected.restart(again),
		Greeting: first.Greeting, Notices: first.Notices, Log: screenLog(f.Log),
	})
	if err == nil || errors.Is(err, tea.ErrInterrupted) {
		return err
	}
	if errors.Is(err, tea.ErrProgramPanic) {
		err = fmt.Errorf("%w. %s", err, crash.LogHint(f.Log.File()))
	}
	return exitcode.With(exitcode.Failed, err)
}
