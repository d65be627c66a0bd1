package clock

import (
	"container/heap"
	"time"
)

// Timer is a function that is called at an instant.
type Timer struct {
	clock *Clock
	at    time.Time
	seq   uint64 // order among timers of one instant
	index int    // in the heap; −1 once fired or stopped
	f     func()
}

// AfterFunc calls f once d has passed, or right after the present work if d ≤ 0. f runs on the goroutine that moves the clock, with
// the clock held: it must be short, and leave longer work to goroutines that hold the clock.
func (c *Clock) AfterFunc(d time.Duration, f func()) *Timer {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advanceLocked()
	return c.addTimerLocked(c.now.Add(max(d, 0)), f)
}

// At calls f at an instant, like [Clock.AfterFunc].
func (c *Clock) At(t time.Time, f func()) *Timer {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.advanceLocked()
	if t.Before(c.now) {
		t = c.now
	}
	return c.addTimerLocked(t, f)
}

// Stop prevents the call. It reports false if the call was made or stopped before.
func (t *Timer) Stop() bool {
	c := t.clock
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.index < 0 {
		return false
	}
	c.removeTimerLocked(t)
	return true
}

func (c *Clock) addTimerLocked(at time.Time, f func()) *Timer {
	c.seq++
	t := &Timer{clock: c, at: at, seq: c.seq, f: f}
	heap.Push(&c.timers, t)
	if t.index == 0 {
		c.notifyLocked()
	}
	return t
}

type timerHeap []*Timer

func (h timerHeap) Len() int { return len(h) }

func (h timerHeap) Less(i, j int) bool {
	if h[i].at.Equal(h[j].at) {
		return h[i].seq < h[j].seq
	}
	return h[i].at.Before(h[j].at)
}

func (h timerHeap) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}

func (h *timerHeap) Push(x any) {
	t := x.(*Timer)
	t.index = len(*h)
	*h = append(*h, t)
}

func (h *timerHeap) Pop() any {
	old := *h
	t := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	t.index = -1
	return t
}
