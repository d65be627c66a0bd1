package localplane

import (
	"context"
	"errors"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// clockControl lets the screens turn the clock of a plane in this process.
type clockControl struct{ control embedded.Control }

func (p clockControl) State() kube.ClockState {
	c := p.control
	state := kube.ClockState{Now: c.Now(), Speed: c.Speed(), Paused: c.Paused()}
	if from, to, ok := c.Jumping(); ok {
		state.Jump = &kube.ClockJump{From: from, To: to}
	}
	return state
}

func (p clockControl) SetSpeed(_ context.Context, speed float64) error {
	p.control.SetSpeed(speed)
	return nil
}

func (p clockControl) SetPaused(_ context.Context, paused bool) error {
	p.control.SetPaused(paused)
	return nil
}

func (p clockControl) Step(ctx context.Context) ([]string, error) {
	changes, err := p.control.Step(ctx)
	if jumping := new(clock.JumpingError); errors.As(err, &jumping) {
		return nil, kube.ErrJumping
	}
	return changes, err
}

func (p clockControl) Jump(ctx context.Context, to time.Time) error {
	err := p.control.Jump(ctx, to)
	if errors.Is(err, clock.ErrStopped) {
		return kube.ErrJumpStopped
	}
	return err
}

func (p clockControl) StopJump(context.Context) error {
	p.control.StopJump()
	return nil
}
