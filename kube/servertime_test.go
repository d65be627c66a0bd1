package kube

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
)

// fakeWall is this machine's clock. It only moves when it is asked to.
type fakeWall struct {
	mu  sync.Mutex
	now time.Time
}

func (w *fakeWall) Now() time.Time { return w.pass(0) }

func (w *fakeWall) pass(d time.Duration) time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.now = w.now.Add(d)
	return w.now
}

// timedServer answers with the Date that date makes of this machine's time; there and back are how long a request and its answer take.
func timedServer(t *testing.T, date func(now time.Time) string, there, back time.Duration) (*Cluster, *fakeWall) {
	t.Helper()
	wall := &fakeWall{now: time.Date(2026, 11, 24, 1, 58, 0, 123e6, time.UTC)}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Date"] = nil
		if text := date(wall.pass(there)); text != "" {
			w.Header().Set("Date", text)
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = fmt.Fprint(w, `{"kind":"JobList","apiVersion":"batch/v1"}`)
		wall.pass(back)
	}))
	t.Cleanup(server.Close)
	c, err := NewCluster(&rest.Config{Host: server.URL}, Options{}, "default")
	if err != nil {
		t.Fatal(err)
	}
	c.server.wall = wall.Now
	return c, wall
}

// askTimes sends n requests, some time after each other.
func askTimes(t *testing.T, c *Cluster, wall *fakeWall, n int) {
	t.Helper()
	for range n {
		wall.pass(730 * time.Millisecond)
		if _, err := c.Client.BatchV1().Jobs("").List(t.Context(), metav1.ListOptions{}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestServerTime_IsEstimatedFromAnswers(t *testing.T) {
	shifted := func(by time.Duration) func(time.Time) string {
		return func(now time.Time) string { return now.Add(by).UTC().Format(http.TimeFormat) }
	}
	flaky := 0
	for name, tt := range map[string]struct {
		date        func(time.Time) string
		there, back time.Duration
		asks        int
		want        time.Duration
		within      time.Duration
	}{
		"the same time":              {shifted(0), 20 * time.Millisecond, 20 * time.Millisecond, 20, 0, 0},
		"the same, on one answer":    {shifted(0), 20 * time.Millisecond, 20 * time.Millisecond, 1, 0, 0},
		"the same, over a slow line": {shifted(0), 3 * time.Second, 200 * time.Millisecond, 20, 0, 0},
		"fourteen seconds ahead":     {shifted(14300 * time.Millisecond), 20 * time.Millisecond, 20 * time.Millisecond, 20, 14300 * time.Millisecond, 150 * time.Millisecond},
		"ahead, on one answer":       {shifted(14300 * time.Millisecond), 20 * time.Millisecond, 20 * time.Millisecond, 1, 14300 * time.Millisecond, 600 * time.Millisecond},
		"ahead, after a long list":   {shifted(14300 * time.Millisecond), 4 * time.Second, 0, 20, 14300 * time.Millisecond, 2500 * time.Millisecond},
		"a minute behind":            {shifted(-time.Minute), 50 * time.Millisecond, 10 * time.Millisecond, 20, -time.Minute, 150 * time.Millisecond},
		"no date":                    {func(time.Time) string { return "" }, 0, 0, 5, 0, 0},
		"a date that is none":        {func(time.Time) string { return "soon" }, 0, 0, 5, 0, 0},
		"some answers from a cache":  {func(now time.Time) string { flaky++; return shifted(-time.Duration(flaky%4/3) * time.Hour)(now) }, 0, 20 * time.Millisecond, 20, 0, 0},
		"a year ahead is a year":     {shifted(365 * 24 * time.Hour), 0, 20 * time.Millisecond, 20, 365 * 24 * time.Hour, 150 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			c, wall := timedServer(t, tt.date, tt.there, tt.back)
			askTimes(t, c, wall, tt.asks)
			if got := c.Skew(); (got - tt.want).Abs() > tt.within {
				t.Errorf("%v ahead, want %v within %v", got, tt.want, tt.within)
			}
			if got := c.Now().Sub(wall.Now()); got != c.Skew() {
				t.Errorf("the cluster's time is %v ahead, the skew is %v", got, c.Skew())
			}
			if c.Control() != nil {
				t.Error("its clock can be turned")
			}
		})
	}
}

func TestFetchNow_MakesARequest(t *testing.T) {
	ahead := 14300 * time.Millisecond
	c, wall := timedServer(t, func(now time.Time) string { return now.Add(ahead).UTC().Format(http.TimeFormat) }, 0, 0)
	if got, want := c.FetchNow(t.Context()), wall.Now().Add(ahead); got.Sub(want).Abs() > 600*time.Millisecond {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestServerTime_FollowsAServerWhoseClockIsSet(t *testing.T) {
	ahead := time.Hour
	c, wall := timedServer(t, func(now time.Time) string { return now.Add(ahead).UTC().Format(http.TimeFormat) }, 0, 20*time.Millisecond)
	askTimes(t, c, wall, 20)
	ahead = 0
	askTimes(t, c, wall, samplesKept)
	if got := c.Skew(); got != 0 {
		t.Errorf("after %d answers it is still %v ahead", samplesKept, got)
	}
}

func TestRemoteClock_ReadsAndControlsAServedPlane(t *testing.T) {
	wall := &fakeWall{now: time.Date(2026, 11, 24, 1, 58, 0, 0, time.UTC)}
	now := time.Date(2027, 1, 2, 3, 4, 5, 0, time.UTC)
	header, code := `{"now":"2027-01-02T03:04:05Z","speed":60,"paused":false}`, http.StatusOK
	var asked []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Kronoscope-Clock", header)
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/kronoscope/clock" {
			body := make([]byte, 1000)
			n, _ := r.Body.Read(body)
			asked = append(asked, r.Method+" "+string(body[:n]))
			w.WriteHeader(code)
			if code != http.StatusOK {
				_, _ = fmt.Fprint(w, `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"Conflict","code":409}`)
				return
			}
		}
		_, _ = fmt.Fprint(w, `{"kind":"JobList","apiVersion":"batch/v1","changes":["job/pi created"]}`)
	}))
	defer server.Close()
	c, err := NewCluster(&rest.Config{Host: server.URL}, Options{}, "default")
	if err != nil {
		t.Fatal(err)
	}
	c.server.wall, c.server.clock.wall = wall.Now, wall.Now
	if c.Control() != nil {
		t.Fatal("it has a clock before it has answered")
	}
	askTimes(t, c, wall, 1)
	control := c.Control()
	if control == nil {
		t.Fatal("it has no clock though its answer carries one")
	}
	if got := control.State(); !got.Now.Equal(now) || got.Speed != 60 || c.Skew() != 0 {
		t.Errorf("it says %+v, skew %v", got, c.Skew())
	}
	wall.pass(time.Second)
	if got := c.Now(); !got.Equal(now.Add(time.Minute)) {
		t.Errorf("a second later it is guessed to say %v, want a minute more", got)
	}
	wall.pass(time.Hour)
	if got := c.Now(); !got.Equal(now.Add(2 * time.Minute)) {
		t.Errorf("an hour without an answer later it is guessed to say %v, want no more than two minutes", got)
	}
	for _, nonsense := range []string{"soon", `{"speed":60}`, `{"now":"2027-01-02T03:04:05Z","speed":-1}`, `{"now":"2027-01-02T03:04:05Z","speed":1e300}`} {
		header = nonsense
		askTimes(t, c, wall, 1)
		if got := control.State(); got.Speed != 60 {
			t.Errorf("after %s it says %+v", nonsense, got)
		}
	}

	header = `{"now":"2027-01-02T03:04:05Z","speed":0,"paused":true,"jump":{"from":"2027-01-02T03:00:00Z","to":"2027-01-03T03:00:00Z"}}`
	changes, err := control.Step(t.Context())
	if err != nil || len(changes) != 1 || changes[0] != "job/pi created" {
		t.Errorf("the step says %q, %v", changes, err)
	}
	if err := control.SetSpeed(t.Context(), 0); err != nil {
		t.Error(err)
	}
	if err := control.StopJump(t.Context()); err != nil {
		t.Error(err)
	}
	if got := control.State(); !got.Paused || got.Jump == nil || !got.Jump.To.Equal(time.Date(2027, 1, 3, 3, 0, 0, 0, time.UTC)) {
		t.Errorf("it says %+v", got)
	}
	code = http.StatusConflict
	if err := control.Jump(t.Context(), now.AddDate(0, 0, 1)); !errors.Is(err, ErrJumpStopped) {
		t.Errorf("a jump that the server stops ends with %v", err)
	}
	if _, err := control.Step(t.Context()); !errors.Is(err, ErrJumping) {
		t.Errorf("a step that the server refuses for a jump ends with %v", err)
	}
	want := []string{`POST {"step":true}`, `POST {"speed":0}`, `POST {"stop":true}`, `POST {"jump":"2027-01-03T03:04:05Z"}`, `POST {"step":true}`}
	if fmt.Sprint(asked) != fmt.Sprint(want) {
		t.Errorf("the server was asked %q, want %q", asked, want)
	}
}
