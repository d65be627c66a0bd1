package kube

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// samplesKept is how many answers tell the server's time. More would follow a clock that is set too slowly.
const samplesKept = 16

// serverTime learns the API server's time from its answers. Ages and countdowns are reckoned by it, for the times in objects are:
// a machine whose clock is wrong by a minute would else show a Job that has just begun as a minute old.
//
// An answer's Date, in whole seconds, was written at some moment between the request's leave and the answer's arrival. That
// bounds how far the server is ahead; where most of the last answers agree, it is known far better than from any of them, and an
// answer that a proxy kept is outvoted. It is how NTP chooses among clocks (Marzullo's algorithm).
type serverTime struct {
	wall func() time.Time

	mu        sync.Mutex
	spans     []span // of the last answers
	next      int    // the span to replace
	ahead     time.Duration
	clock     *remoteClock
	planeSeen bool // the server has told the time of a plane
}

// span is how far the server is ahead at least and at most.
type span struct{ least, most time.Duration }

func newServerTime(wall func() time.Time) *serverTime {
	return &serverTime{wall: wall, clock: &remoteClock{wall: wall}}
}

// wrap lets every answer tell the time.
func (s *serverTime) wrap(next http.RoundTripper) http.RoundTripper { return &timedTransport{s, next} }

type timedTransport struct {
	time *serverTime
	next http.RoundTripper
}

func (t *timedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	sent := t.time.wall()
	response, err := t.next.RoundTrip(r)
	if err == nil {
		t.time.observe(response.Header, sent, t.time.wall())
	}
	return response, err
}

// WrappedRoundTripper lets client-go find what it looks for in a transport.
func (t *timedTransport) WrappedRoundTripper() http.RoundTripper { return t.next }

func (s *serverTime) observe(header http.Header, sent, received time.Time) {
	if text := header.Get(clockHeader); text != "" {
		s.observeClock(text, sent, received)
		return
	}
	date, err := http.ParseTime(header.Get("Date"))
	if err != nil || received.Before(sent) {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := span{least: date.Sub(received), most: date.Add(time.Second).Sub(sent)}
	if len(s.spans) < samplesKept {
		s.spans = append(s.spans, seen)
	} else {
		s.spans[s.next] = seen
	}
	s.next = (s.next + 1) % samplesKept
	s.ahead = majorityMidpoint(s.spans)
}

func (s *serverTime) observeClock(text string, sent, received time.Time) {
	if s.clock.update(text, sent, received) {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.planeSeen = true
	}
}

// planeClock is the clock of the plane that answers; false when a real cluster does.
func (s *serverTime) planeClock() (*remoteClock, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clock, s.planeSeen
}

func (s *serverTime) skew() time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ahead
}

// majorityMidpoint is the middle of the range that lies in the most spans; none when no difference at all lies there, too.
func majorityMidpoint(spans []span) time.Duration {
	type edge struct {
		at    time.Duration
		opens int
	}
	var edges []edge
	for _, s := range spans {
		edges = append(edges, edge{s.least, 1}, edge{s.most, -1})
	}
	slices.SortFunc(edges, func(a, b edge) int {
		if a.at != b.at {
			return int(min(max(a.at-b.at, -1), 1))
		}
		return b.opens - a.opens
	})
	var best span
	open, most := 0, 0
	for i, e := range edges {
		if open += e.opens; open > most {
			most, best = open, span{e.at, edges[i+1].at} // one that is open is closed later
		}
	}
	if best.least <= 0 && best.most >= 0 {
		return 0
	}
	return (best.least + best.most) / 2
}
