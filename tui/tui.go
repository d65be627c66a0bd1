// Package tui is the terminal program: the root of the model tree, which draws the frame around the screens, keeps the stack
// of screens of each tab, waits for data, carries out what screens ask for and shows notices and dialogs.
//
// Update and View call no API: everything that may wait runs in a command, and its answer comes back as a message.
package tui

import (
	"context"
	"errors"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/frame"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/logs"
)

// Source brings the data, as [watch.Inventory] does: Wait blocks until something has changed since the last snapshot.
type Source interface {
	Wait(context.Context) (*workload.Snapshot, error)
}

// Options are what the program is given.
type Options struct {
	Cluster   *kube.Cluster
	Inventory Source
	Actions   Actions        // how to act on the cluster; nil for the cluster's own
	Logs      logs.Open      // how to read logs; nil for the cluster's own
	Theme     string         // a theme's name; "" picks one that suits the terminal
	NoColor   bool           // the user wants no colour: picks the theme for that unless Theme names one
	Zone      *time.Location // of the times shown; nil for the machine's
	Keys      *keymap.Keys   // nil for the defaults
	Contexts  Contexts       // what else may be connected to; the zero value for nothing
	Restart   Restart        // begins the demo again at another time; nil where that cannot be done
	Greeting  []string       // notices of the start
	Notices   <-chan string  // warnings from outside the cluster, as they come; nil for none
	Log       Log            // the program's own log; nil for none
	// Wall is the wall clock, for the time until the next try of a lost connection; nil for the machine's.
	Wall func() time.Time
}

// New returns the program's model.
func New(opts Options) (tea.Model, error) {
	if opts.Cluster == nil || opts.Inventory == nil {
		return nil, errors.New("the program needs a cluster and its inventory")
	}
	theme, err := themes.Pick(opts.Theme, opts.NoColor, true)
	if err != nil {
		return nil, fmt.Errorf("choosing the theme: %w", err)
	}
	return newRoot(opts, theme), nil
}

// Run shows the program until the user leaves or ctx ends. The terminal is as before when it returns, also after a panic. The
// error is [tea.ErrInterrupted] when the user left by ctrl-c.
func Run(ctx context.Context, opts Options, program ...tea.ProgramOption) error {
	model, err := New(opts)
	if err != nil {
		return err
	}
	own := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(frame.PerSecond)}
	final, err := tea.NewProgram(model, append(own, program...)...).Run()
	if root, ok := final.(*Root); ok {
		root.close()
		if root.interrupted && err == nil {
			err = tea.ErrInterrupted
		}
	}
	if errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		return nil
	}
	return err
}
