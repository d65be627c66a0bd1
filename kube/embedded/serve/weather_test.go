package serve_test

import (
	"context"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"syscall"

	"k8s.io/client-go/rest"
)

// weather is what the connections of one client go through: they are cut in the middle of what they carry, and nothing comes
// through for a while.
type weather struct {
	mu      sync.Mutex
	change  *sync.Cond
	rand    *rand.Rand
	lines   map[*line]bool // open
	stalled bool
	left    int // bytes that still come through before all is cut; zero in calm weather

	cuts  atomic.Int64
	lists atomic.Int64 // requests for all objects of a kind
}

func newWeather(seed uint64) *weather {
	w := &weather{rand: rand.New(rand.NewPCG(seed, 1)), lines: map[*line]bool{}}
	w.change = sync.NewCond(&w.mu)
	return w
}

// over puts a client's connections into this weather.
func (w *weather) over(config *rest.Config) {
	config.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		l := &line{Conn: conn, weather: w}
		w.mu.Lock()
		defer w.mu.Unlock()
		w.lines[l] = true
		return l, nil
	}
	config.Wrap(func(next http.RoundTripper) http.RoundTripper { return counter{w, next} })
}

// stall lets nothing through until lift.
func (w *weather) stall() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stalled = true
}

// lift ends a stall; cut says that no connection outlives it.
func (w *weather) lift(cut bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.stalled = false
	if cut {
		w.cutLocked()
	}
	w.change.Broadcast()
}

// strike cuts all connections once they have carried some bytes, no fewer than least and fewer than most.
func (w *weather) strike(least, most int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left = least + w.rand.IntN(most-least)
}

func (w *weather) cutLocked() {
	for l := range w.lines {
		w.cuts.Add(1)
		_ = l.Conn.Close() // the client finds out
	}
	clear(w.lines)
}

// line is a connection in some weather.
type line struct {
	net.Conn
	weather *weather
}

func (l *line) Read(p []byte) (int, error) {
	n, err := l.Conn.Read(p)
	if err != nil {
		return n, err
	}
	w := l.weather
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.stalled && w.lines[l] {
		w.change.Wait()
	}
	switch {
	case !w.lines[l]:
		return 0, errReset
	case w.left == 0:
		return n, nil
	case n < w.left:
		w.left -= n
		return n, nil
	}
	n, w.left = w.left, 0 // a part still arrives
	w.cutLocked()
	return n, errReset
}

var errReset = &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}

func (l *line) Close() error {
	l.weather.mu.Lock()
	delete(l.weather.lines, l)
	l.weather.change.Broadcast()
	l.weather.mu.Unlock()
	return l.Conn.Close()
}

// counter counts the requests for all objects of a kind.
type counter struct {
	weather *weather
	next    http.RoundTripper
}

func (c counter) RoundTrip(r *http.Request) (*http.Response, error) {
	q := r.URL.Query()
	if q.Get("watch") == "" && q.Get("continue") == "" || q.Get("sendInitialEvents") == "true" {
		c.weather.lists.Add(1)
	}
	return c.next.RoundTrip(r)
}
