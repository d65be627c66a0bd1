package localplane

import (
	"context"
	"errors"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// clockControl lets the screens control the clock of a plane in this process.
type clockControl struct{ control embedded.Control }

func (c clockControl) State() kube.ClockState {
	control := c.control
	state := kube.ClockState{Now: control.Now(), Speed: control.Speed(), Paused: control.Paused()}
	if from, to, ok := control.Jumping(); ok {
		state.Jump = &kube.ClockJump{From: from, To: to}
	}
	return state
}

func (c clockControl) SetSpeed(_ context.Context, speed float64) error {
	c.control.SetSpeed(speed)
	return nil
}

func (c clockControl) SetPaused(_ context.Context, paused bool) error {
	c.control.SetPaused(paused)
	return nil
}

func (c clockControl) Step(ctx context.Context) ([]string, error) {
	changes, err := c.control.Step(ctx)
	if jumping := new(clock.JumpingError); errors.As(err, &jumping) {
		return nil, kube.ErrJumping
	}
	return changes, err
}

func (c clockControl) Jump(ctx context.Context, to time.Time) error {
	err := c.control.Jump(ctx, to)
	if errors.Is(err, clock.ErrStopped) {
		return kube.ErrJumpStopped
	}
	return err
}

func (c clockControl) StopJump(context.Context) error {
	c.control.StopJump()
	return nil
}
