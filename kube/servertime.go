package kube

import (
	"net/http"
	"slices"
	"sync"
	"time"
)

// samplesKept is how many of the last answers the server's time is estimated from. With more, the estimate would follow too slowly
// when the server's clock is set.
const samplesKept = 16

// serverTime estimates the API server's time from its answers. Ages and countdowns use it because the times in objects are the
// server's: on a machine whose clock is a minute fast, a Job that has just started would look a minute old.
//
// The server wrote an answer's Date, in whole seconds, at some moment between sending the request and receiving the answer. That
// bounds how far the server is ahead. The range in which most of the last answers agree is much narrower than that of any one of
// them, and an answer that a proxy cached is outvoted. NTP chooses among clocks in the same way (Marzullo's algorithm).
type serverTime struct {
	wall func() time.Time

	mu        sync.Mutex
	spans     []span // of the last answers
	next      int    // the span to replace
	ahead     time.Duration
	clock     *remoteClock
	planeSeen bool // an answer came with the time of a plane
}

// span is the range of how far the server may be ahead.
type span struct{ least, most time.Duration }

func newServerTime(wall func() time.Time) *serverTime {
	return &serverTime{wall: wall, clock: &remoteClock{wall: wall}}
}

// wrap returns a transport that observes the time of every answer.
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

// WrappedRoundTripper returns the transport inside, which client-go looks for.
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

// planeClock returns the clock of the plane that answers; false when a real cluster does.
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

// majorityMidpoint returns the middle of the range that lies in the most spans; 0 when the range includes 0.
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
			most, best = open, span{e.at, edges[i+1].at} // an open span is closed by a later edge
		}
	}
	if best.least <= 0 && best.most >= 0 {
		return 0
	}
	return (best.least + best.most) / 2
}
