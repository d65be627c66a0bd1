package logs

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/scheduler"
)

// reader reads one log. It holds only the lines that it is about to return.
type reader struct {
	log    *Log
	ctx    context.Context
	cancel context.CancelFunc

	next       uint64 // number of the next line
	since      time.Time
	timestamps bool
	follow     bool
	limit      int64 // bytes still to return; negative: no limit
	mid        bool  // the last line was cut: its rest has no timestamp
	buf        []byte
}

// Reader reads the log as options ask: follow, tailLines, sinceTime, sinceSeconds, timestamps and limitBytes. sinceSeconds counts from
// now. A follower that falls behind the bound reads a line that says how many it has lost.
func (l *Log) Reader(ctx context.Context, o *corev1.PodLogOptions, now time.Time) io.ReadCloser {
	ctx, cancel := context.WithCancel(ctx)
	r := &reader{log: l, ctx: ctx, cancel: cancel, timestamps: o.Timestamps, follow: o.Follow, limit: -1}
	if o.LimitBytes != nil {
		r.limit = *o.LimitBytes
	}
	switch {
	case o.SinceTime != nil:
		r.since = o.SinceTime.Time
	case o.SinceSeconds != nil:
		r.since = now.Add(-scheduler.Seconds(*o.SinceSeconds))
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	r.next = l.first
	if o.TailLines != nil {
		r.next = l.tailLocked(*o.TailLines)
	}
	return r
}

// tailLocked returns the number of the first of the last n lines.
func (l *Log) tailLocked(n int64) uint64 {
	at := len(l.lines)
	if len(l.partial) > 0 {
		n-- // the line being written counts
	}
	for at > l.head && n > 0 {
		at--
		for at > l.head && l.lines[at-1].part {
			at--
		}
		n--
	}
	return l.first + uint64(at-l.head)
}

// Read implements [io.Reader].
func (r *reader) Read(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	for len(r.buf) == 0 {
		if r.limit == 0 {
			return 0, io.EOF
		}
		wait, done := r.fill()
		if len(r.buf) > 0 {
			break
		}
		if done {
			return 0, io.EOF
		}
		select {
		case <-wait:
		case <-r.ctx.Done():
			return 0, io.EOF
		}
	}
	n := copy(b, r.buf)
	r.buf = r.buf[n:]
	return n, nil
}

// fill takes the next lines into the buffer. If there are none, it returns what to wait for, or that no more come.
func (r *reader) fill() (wait <-chan struct{}, done bool) {
	const most = 64 << 10
	l := r.log
	l.mu.Lock()
	defer l.mu.Unlock()
	if r.ctx.Err() != nil {
		return nil, true
	}
	var out bytes.Buffer
	if r.next < l.first {
		fmt.Fprintf(&out, "[kronoscope] %d lines of this log were dropped: only its last %d MiB are kept\n", l.first-r.next, MaxBytes>>20)
		r.next = l.first
	}
	for at := l.head + int(r.next-l.first); at < len(l.lines) && out.Len() < most; at++ {
		r.next++
		if ln := l.lines[at]; !ln.at.Before(r.since) {
			r.put(&out, ln)
		}
	}
	end := l.first + uint64(len(l.lines)-l.head)
	if !r.follow && r.next == end && len(l.partial) > 0 && !l.since.Before(r.since) {
		r.put(&out, line{at: l.since, text: l.partial, part: true})
		r.next++ // past the end: nothing more comes
	}
	r.buf = out.Bytes()
	if r.limit >= 0 {
		r.buf = r.buf[:min(int64(len(r.buf)), r.limit)]
		r.limit -= int64(len(r.buf))
	}
	if len(r.buf) > 0 || r.next < end {
		return closedChan, false
	}
	if l.closed || !r.follow {
		return nil, true
	}
	if l.changed == nil {
		l.changed = make(chan struct{})
	}
	return l.changed, false
}

func (r *reader) put(out *bytes.Buffer, ln line) {
	if r.timestamps && !r.mid {
		out.WriteString(ln.at.UTC().Format("2006-01-02T15:04:05.000000000Z07:00"))
		out.WriteByte(' ')
	}
	out.Write(ln.text)
	if !ln.part {
		out.WriteByte('\n')
	}
	r.mid = ln.part
}

// Close implements [io.Closer]; it ends a Read that waits.
func (r *reader) Close() error {
	r.cancel()
	return nil
}

var closedChan = func() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}()
