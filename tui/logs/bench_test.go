package logs

import (
	"context"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
)

func benchScreen(b *testing.B) *Screen {
	b.Helper()
	theme, err := themes.ByName("dark")
	if err != nil {
		b.Fatal(err)
	}
	env := &screen.Env{Snapshot: &workload.Snapshot{}, Styles: theme.Styles(), Keys: keymap.Default(), Now: time.Unix(1e9, 0), Zone: time.UTC}
	return New(context.Background(), env, Target{}, nil)
}
