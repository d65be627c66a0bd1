package logs

import (
	"context"
	"testing"
)

func TestAFeedIsClosedWhenTheScreenLeavesTheStack(t *testing.T) {
	w := newWorld(t, 70, 10)
	ctx, leave := context.WithCancel(t.Context())
	w.screen.ctx = ctx
	w.press("p")
	leave()
	<-w.feed.closed
	w.screen.stop() // closes nothing twice
}
