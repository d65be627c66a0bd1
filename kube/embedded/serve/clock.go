package serve

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/scheduler/timeparse"
)

const (
	// ClockPath is the path at which clients read and control the clock. It is not one of Kubernetes' paths.
	ClockPath = "/kronoscope/clock"
	// ClockHeader is in every response. It holds the clock's state when the request came, in the form of a GET of ClockPath.
	ClockHeader = "Kronoscope-Clock"
	// maxOrder bounds the bytes of a request that controls the clock.
	maxOrder = 4 << 10
)

// clockResource names the clock in errors.
var clockResource = schema.GroupResource{Resource: "clock"}

// Clock is the time of the plane that is served.
type Clock interface {
	Now() time.Time
	Speed() float64
	SetSpeed(speed float64)
	Paused() bool
	SetPaused(paused bool)
	Step(ctx context.Context) (changes []string, err error)
	Jump(ctx context.Context, to time.Time) error
	StopJump()
	Jumping() (from, to time.Time, ok bool)
}

// clockState is the state of the clock in JSON.
type clockState struct {
	Now    time.Time  `json:"now"`
	Speed  float64    `json:"speed"` // plane seconds in a real one; 0 skips every gap
	Paused bool       `json:"paused"`
	Jump   *clockJump `json:"jump,omitempty"`
	// Changes lists what a step has changed.
	Changes []string `json:"changes,omitempty"`
}

type clockJump struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// clockOrder is the body of a POST. Its fields are carried out in this order, and the response comes when all is done. A jump ends
// early if its request does, or if a later jump replaces it. A step during a jump is refused.
type clockOrder struct {
	Speed  *float64 `json:"speed"`
	Paused *bool    `json:"paused"`
	Stop   bool     `json:"stop"` // ends the jump in progress
	Step   bool     `json:"step"`
	Jump   string   `json:"jump"` // an instant in the syntax of package instant
}

// WithClock serves the clock at [ClockPath], and everything else by next.
func WithClock(next http.Handler, c Clock) http.Handler {
	own := clockHandler{c}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		own.setHeader(w)
		if r.URL.Path == ClockPath { // not a mux, which would clean the other paths
			own.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

type clockHandler struct{ clock Clock }

func (h clockHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		h.answer(w, nil)
	case http.MethodPost:
		h.handlePost(w, r)
	default:
		w.Header().Set("Allow", "GET, HEAD, POST")
		refuse(w, apierrors.NewMethodNotSupported(clockResource, strings.ToLower(r.Method)))
	}
}

func (h clockHandler) state() clockState {
	s := clockState{Now: h.clock.Now(), Speed: h.clock.Speed(), Paused: h.clock.Paused()}
	if from, to, ok := h.clock.Jumping(); ok {
		s.Jump = &clockJump{from, to}
	}
	return s
}

// setHeader puts the state into the response's header.
func (h clockHandler) setHeader(w http.ResponseWriter) {
	if text, err := json.Marshal(h.state()); err == nil {
		w.Header().Set(ClockHeader, string(text))
	}
}

func (h clockHandler) handlePost(w http.ResponseWriter, r *http.Request) {
	changes, err := h.carryOut(r)
	if err != nil {
		refuse(w, err)
		return
	}
	h.setHeader(w)
	h.answer(w, changes)
}

func (h clockHandler) answer(w http.ResponseWriter, changes []string) {
	state := h.state()
	state.Changes = changes
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache, private")
	_ = json.NewEncoder(w).Encode(state)
}

// carryOut does what the request asks for. If any part of it is wrong, it does nothing.
func (h clockHandler) carryOut(r *http.Request) (changes []string, _ *apierrors.StatusError) {
	order, to, err := h.read(r.Body)
	if err != nil {
		return nil, apierrors.NewBadRequest("turning the clock: " + err.Error())
	}
	if err = h.check(order, to); err == nil {
		changes, err = h.apply(r.Context(), order, to)
	}
	if errors.Is(err, context.Canceled) { // the client has gone, or the server stops
		err = clock.ErrStopped
	}
	var past *clock.PastError
	var jumping *clock.JumpingError
	switch {
	case errors.As(err, &jumping):
		return nil, apierrors.NewConflict(clockResource, "kronoscope", fmt.Errorf(`%w; {"stop": true} ends it`, jumping))
	case errors.As(err, &past), errors.Is(err, clock.ErrStopped):
		return nil, apierrors.NewConflict(clockResource, "kronoscope", err)
	case err != nil:
		return nil, apierrors.NewInternalError(err)
	}
	return changes, nil
}

// check returns, before anything is changed, the error with which the clock would refuse the step or the jump of an order.
func (h clockHandler) check(order clockOrder, to time.Time) error {
	if now := h.clock.Now(); !to.IsZero() && to.Before(now) {
		return &clock.PastError{Now: now, To: to}
	}
	if _, end, ok := h.clock.Jumping(); ok && order.Step && !order.Stop {
		return &clock.JumpingError{To: end}
	}
	return nil
}

func (h clockHandler) apply(ctx context.Context, order clockOrder, to time.Time) (changes []string, err error) {
	if order.Speed != nil {
		h.clock.SetSpeed(*order.Speed)
	}
	if order.Paused != nil {
		h.clock.SetPaused(*order.Paused)
	}
	if order.Stop {
		h.clock.StopJump()
	}
	if order.Step {
		changes, err = h.clock.Step(ctx)
	}
	if !to.IsZero() {
		err = h.clock.Jump(ctx, to)
	}
	return changes, err
}

// read parses an order, and the instant in it.
func (h clockHandler) read(body io.Reader) (order clockOrder, to time.Time, err error) {
	decoder := json.NewDecoder(io.LimitReader(body, maxOrder))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&order); err != nil {
		return order, to, fmt.Errorf(`not an object such as {"speed": 60}: %w`, err)
	}
	if decoder.More() {
		return order, to, errors.New("more than one object")
	}
	switch {
	case order == clockOrder{}:
		return order, to, errors.New("neither speed, paused, stop, step nor jump is given")
	case order.Speed != nil && *order.Speed < 0:
		return order, to, fmt.Errorf("speed: %v is below 0", *order.Speed)
	case order.Speed != nil && *order.Speed > clock.TopRate:
		return order, to, fmt.Errorf("speed: %v is above %v; 0 skips every gap", *order.Speed, float64(clock.TopRate))
	case order.Step && order.Jump != "":
		return order, to, errors.New("step and jump exclude each other")
	case order.Jump == "":
		return order, to, nil
	}
	now := h.clock.Now()
	reading, err := timeparse.Question{Now: now, Zone: now.Location(), Ahead: true}.Read(order.Jump)
	if err != nil {
		return order, to, fmt.Errorf("jump: %w", err)
	}
	return order, reading.At, nil
}
