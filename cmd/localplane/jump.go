package localplane

import (
	"context"
	"errors"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/embedded"
)

// JumpTo moves the clock of a plane to an instant; zero leaves it where it is. It also ends, without an error, where the user stops
// the jump.
func JumpTo(ctx context.Context, plane *embedded.Plane, to time.Time) error {
	if to.IsZero() {
		return nil
	}
	err := clockControl{plane.Control()}.Jump(ctx, to)
	if errors.Is(err, kube.ErrJumpStopped) {
		return nil
	}
	return err
}
