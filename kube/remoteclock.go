package kube

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/client-go/rest"
)

const (
	// clockPath is where kronoscope serve lets clients read and control its plane's clock. clockHeader carries the clock's state in
	// every answer.
	clockPath   = "/kronoscope/clock"
	clockHeader = "Kronoscope-Clock"
	// maxClockText is the longest header, in bytes, that is read.
	maxClockText = 4 << 10
	// maxExtrapolation is how long after an answer the plane's time is still estimated from it.
	maxExtrapolation = 2 * time.Second
	// maxSpeed is the highest speed that is believed: a time estimated with it still fits a duration.
	maxSpeed = 1e9
)

// remoteClock is the clock of a plane that another process serves.
type remoteClock struct {
	client rest.Interface
	wall   func() time.Time

	mu    sync.Mutex
	state ClockState
	at    time.Time // this machine's time when the state came
}

// clockText is the JSON in the header.
type clockText struct {
	Now    time.Time                     `json:"now"`
	Speed  float64                       `json:"speed"`
	Paused bool                          `json:"paused"`
	Jump   *struct{ From, To time.Time } `json:"jump"`
}

// update takes the state from a header, and reports whether it is valid. It ignores one that is older than the known one.
func (c *remoteClock) update(text string, sent, received time.Time) bool {
	var t clockText
	if len(text) > maxClockText || json.Unmarshal([]byte(text), &t) != nil || t.Now.IsZero() || t.Speed < 0 || t.Speed > maxSpeed {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if sent.Before(c.at) && t.Now.Before(c.state.Now) {
		return true // a newer one overtook it
	}
	c.state = ClockState{Now: t.Now, Speed: t.Speed, Paused: t.Paused}
	if t.Jump != nil {
		c.state.Jump = &ClockJump{From: t.Jump.From, To: t.Jump.To}
	}
	c.at = received
	return true
}

// State returns the last known state, with the time extrapolated at the last known speed.
func (c *remoteClock) State() ClockState {
	c.mu.Lock()
	defer c.mu.Unlock()
	state := c.state
	if passed := c.wall().Sub(c.at); !state.Paused && state.Jump == nil && passed > 0 {
		state.Now = state.Now.Add(time.Duration(float64(min(passed, maxExtrapolation)) * state.Speed))
	}
	return state
}

// Refresh asks the server for its clock's state. The answer's header brings it.
func (c *remoteClock) Refresh(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, RequestTimeout)
	defer cancel()
	return c.client.Get().AbsPath(clockPath).Do(ctx).Error()
}

// clockRequest is the JSON of a request to change the clock.
type clockRequest struct {
	Speed  *float64 `json:"speed,omitempty"`
	Paused *bool    `json:"paused,omitempty"`
	Stop   bool     `json:"stop,omitempty"`
	Step   bool     `json:"step,omitempty"`
	Jump   string   `json:"jump,omitempty"`
}

// send sends a request to change the clock, and waits for its answer for as long as ctx allows: a jump may take long.
func (c *remoteClock) send(ctx context.Context, o clockRequest) (changes []string, err error) {
	body, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	result := c.client.Post().AbsPath(clockPath).SetHeader("Content-Type", "application/json").Body(body).Do(ctx)
	if err := result.Error(); err != nil { // unlike Raw's, this error comes from the Status
		return nil, err
	}
	data, err := result.Raw()
	if err != nil {
		return nil, err
	}
	var answer struct{ Changes []string }
	if err := json.Unmarshal(data, &answer); err != nil {
		return nil, fmt.Errorf("reading the answer of %s: %w", clockPath, err)
	}
	return answer.Changes, nil
}

// sendBriefly sends a request that is answered at once. It waits for at most [RequestTimeout].
func (c *remoteClock) sendBriefly(ctx context.Context, o clockRequest) error {
	ctx, cancel := context.WithTimeout(ctx, RequestTimeout)
	defer cancel()
	_, err := c.send(ctx, o)
	return err
}

func (c *remoteClock) SetSpeed(ctx context.Context, speed float64) error {
	return c.sendBriefly(ctx, clockRequest{Speed: &speed})
}

func (c *remoteClock) SetPaused(ctx context.Context, paused bool) error {
	return c.sendBriefly(ctx, clockRequest{Paused: &paused})
}

func (c *remoteClock) Step(ctx context.Context) ([]string, error) {
	changes, err := c.send(ctx, clockRequest{Step: true})
	if apierrors.IsConflict(err) {
		return nil, ErrJumping
	}
	return changes, err
}

func (c *remoteClock) Jump(ctx context.Context, to time.Time) error {
	_, err := c.send(ctx, clockRequest{Jump: to.Format(time.RFC3339)})
	if apierrors.IsConflict(err) && c.State().Now.Before(to) {
		return ErrJumpStopped
	}
	return err
}

func (c *remoteClock) StopJump(ctx context.Context) error {
	return c.sendBriefly(ctx, clockRequest{Stop: true})
}
