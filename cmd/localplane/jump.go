package localplane

import (
	"context"
	"errors"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/embedded"
)

// JumpTo brings a plane to an instant, unless it is zero, or to where the user stops it.
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
