package serve

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// silent is a clock whose steps change nothing.
type silent struct{ *clock.Clock }

func (s silent) Step(ctx context.Context) ([]string, error) {
	_, err := s.Clock.Step(ctx)
	return []string{"job/pi created"}, err
}

// clockServer serves a clock that moves only when it is told to.
func clockServer(t *testing.T) (c *clock.Clock, ask func(method, body string) (code int, state clockState, text string)) {
	t.Helper()
	c = clock.NewManual(time.Date(2026, 11, 24, 1, 58, 0, 0, time.UTC))
	server, _ := start(t, WithClock(http.HandlerFunc(answer), silent{c}))
	client := server.client(t)
	return c, func(method, body string) (int, clockState, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, server.URL()+ClockPath, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		got, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = got.Body.Close() }()
		text, err := io.ReadAll(got.Body)
		if err != nil {
			t.Fatal(err)
		}
		var state, header clockState
		if got.StatusCode == http.StatusOK {
			if err := json.Unmarshal(text, &state); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(got.Header.Get(ClockHeader)), &header); err != nil || !header.Now.Equal(state.Now) || header.Speed != state.Speed {
				t.Errorf("the header says %q of %s: %v", got.Header.Get(ClockHeader), text, err)
			}
		}
		return got.StatusCode, state, string(text)
	}
}

func TestTheClockIsToldAndTurned(t *testing.T) {
	c, ask := clockServer(t)
	fired := 0
	c.AfterFunc(time.Minute, func() { fired++ })
	for _, step := range []struct{ method, body, want string }{
		{"GET", "", `{"now":"2026-11-24T01:58:00Z","speed":1,"paused":false}`},
		{"POST", `{"speed": 60, "paused": true}`, `{"now":"2026-11-24T01:58:00Z","speed":60,"paused":true}`},
		{"POST", `{"step": true}`, `{"now":"2026-11-24T01:59:00Z","speed":60,"paused":true,"changes":["job/pi created"]}`},
		{"POST", `{"jump": "02:30", "speed": 0}`, `{"now":"2026-11-24T02:30:00Z","speed":0,"paused":true}`},
		{"POST", `{"jump": "mon 02:00"}`, `{"now":"2026-11-30T02:00:00Z","speed":0,"paused":true}`},
		{"POST", `{"stop": true, "paused": false}`, `{"now":"2026-11-30T02:00:00Z","speed":0,"paused":false}`},
	} {
		if code, _, text := ask(step.method, step.body); code != http.StatusOK || text != step.want+"\n" {
			t.Errorf("%s %s: %d %s, want %s", step.method, step.body, code, text, step.want)
		}
	}
	if fired != 1 {
		t.Errorf("the timer fired %d times", fired)
	}
}

func TestAWrongOrderTurnsNothing(t *testing.T) {
	c, ask := clockServer(t)
	for _, tt := range []struct {
		method, body string
		code         int
		want         string
	}{
		{"POST", "", http.StatusBadRequest, "not an object such as"},
		{"POST", "{}", http.StatusBadRequest, "neither speed, paused, stop, step nor jump"},
		{"POST", `{"sped": 60}`, http.StatusBadRequest, `unknown field \"sped\"`},
		{"POST", `{"speed": -1}`, http.StatusBadRequest, "speed: -1 is below 0"},
		{"POST", `{"speed": 1e300}`, http.StatusBadRequest, "speed: 1e+300 is above 1e+06; 0 skips every gap"},
		{"POST", `{"speed": 60, "jump": "soon"}`, http.StatusBadRequest, `jump: \"soon\" is not a date`},
		{"POST", `{"step": true, "jump": "+3h"}`, http.StatusBadRequest, "exclude each other"},
		{"POST", `{"jump": "` + strings.Repeat("x", maxOrder) + `"}`, http.StatusBadRequest, "not an object"},
		{"POST", `{"speed": 60, "paused": true, "jump": "2026-10-25 03:00"}`, http.StatusConflict, "time does not run backwards"},
		{"POST", `{"speed": 60} {"paused": true}`, http.StatusBadRequest, "more than one object"},
		{"POST", `{"speed": 60} and more`, http.StatusBadRequest, "more than one object"},
		{"PUT", `{"speed": 60}`, http.StatusMethodNotAllowed, `"reason":"MethodNotAllowed"`},
		{"DELETE", "", http.StatusMethodNotAllowed, `"kind":"Status"`},
	} {
		if code, _, text := ask(tt.method, tt.body); code != tt.code || !strings.Contains(text, tt.want) {
			t.Errorf("%s %.60s: %d %s, want %d with %s", tt.method, tt.body, code, text, tt.code, tt.want)
		}
	}
	if c.Speed() != 1 || c.Paused() {
		t.Errorf("the clock runs at %v, paused %v", c.Speed(), c.Paused())
	}
}

func TestAJumpThatTheEndOfTheServerStopsIsAnsweredSo(t *testing.T) {
	c := clock.NewManual(time.Date(2026, 11, 24, 1, 58, 0, 0, time.UTC))
	server, end := start(t, WithClock(http.HandlerFunc(answer), silent{c}))
	c.AfterFunc(time.Minute, func() { go end(); c.Hold() })
	defer c.Release()
	got, err := server.client(t).Post(server.URL()+ClockPath, "application/json", strings.NewReader(`{"jump": "+1d"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = got.Body.Close() }()
	text, err := io.ReadAll(got.Body)
	if got.StatusCode != http.StatusConflict || !strings.Contains(string(text), clock.ErrStopped.Error()) || err != nil {
		t.Errorf("%d %s %v, want 409 and that the jump was stopped", got.StatusCode, text, err)
	}
}

func TestAStepDuringAJumpIsRefusedAtOnce(t *testing.T) {
	c, ask := clockServer(t)
	reached, held := make(chan struct{}), make(chan struct{})
	c.AfterFunc(time.Minute, func() { close(reached); <-held })
	ended := make(chan error, 1)
	go func() { ended <- c.Jump(t.Context(), c.Now().Add(24*time.Hour)) }()
	<-reached
	code, _, text := ask("POST", `{"speed": 60, "paused": true, "step": true}`)
	want := `a jump to 2026-11-25T01:58:00Z is under way; {\"stop\": true} ends it`
	if code != http.StatusConflict || !strings.Contains(text, want) {
		t.Errorf("%d %s, want 409 and %s", code, text, want)
	}
	if c.Speed() != 1 || c.Paused() {
		t.Errorf("the clock runs at %v, paused %v", c.Speed(), c.Paused())
	}
	if code, _, text := ask("POST", `{"stop": true, "jump": "2026-10-25 03:00"}`); code != http.StatusConflict {
		t.Errorf("a jump back is answered with %d %s, want 409", code, text)
	}
	close(held)
	if err := <-ended; err != nil {
		t.Errorf("the jump ends with %v", err)
	}
}

func TestAJumpEndsWithItsRequest(t *testing.T) {
	c := clock.NewManual(time.Date(2026, 11, 24, 1, 58, 0, 0, time.UTC))
	gone := make(chan struct{})
	var answered atomic.Int64
	handler := WithClock(http.HandlerFunc(answer), silent{c})
	server, _ := start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		context.AfterFunc(r.Context(), func() { close(gone) })
		handler.ServeHTTP(w, r)
		answered.Add(1)
	}))
	reached, held := make(chan struct{}), make(chan struct{})
	// The clock is held after that, so that the jump can only end by its context, which may hear of the end later than the handler.
	c.AfterFunc(time.Minute, func() { close(reached); <-held; c.Hold() })
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		r, _ := http.NewRequestWithContext(ctx, "POST", server.URL()+ClockPath, strings.NewReader(`{"jump": "+1d"}`))
		if got, err := server.client(t).Do(r); err == nil {
			_ = got.Body.Close()
		}
	}()
	<-reached
	cancel()
	<-ended
	<-gone
	close(held)
	for answered.Load() == 0 {
		runtime.Gosched()
	}
	if got := c.Since(time.Date(2026, 11, 24, 1, 58, 0, 0, time.UTC)); got != time.Minute {
		t.Errorf("it went on for %v, want a minute", got)
	}
}
