package inmemory

import (
	"context"
	"io"
	"sync"
)

// pipeRoom is how many bytes a handler may write ahead of its reader.
const pipeRoom = 1 << 20

// pipe carries the body of a response from the handler to the client. Unlike io.Pipe it lets the handler run ahead, so that most
// responses need no switch between goroutines per write.
type pipe struct {
	cancel context.CancelCauseFunc

	mu      sync.Mutex
	changed *sync.Cond
	buffer  []byte
	read    int // of buffer
	end     error
}

func newPipe(cancel context.CancelCauseFunc) *pipe {
	p := &pipe{cancel: cancel}
	p.changed = sync.NewCond(&p.mu)
	return p
}

func (p *pipe) write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	written := 0
	for {
		if p.end != nil {
			return written, p.end
		}
		room := pipeRoom - (len(p.buffer) - p.read)
		n := min(room, len(b)-written)
		if n > 0 {
			p.makeRoom(n)
			p.buffer = append(p.buffer, b[written:written+n]...)
			written += n
			p.changed.Broadcast()
		}
		if written == len(b) {
			return written, nil
		}
		p.changed.Wait()
	}
}

// makeRoom drops the bytes that were read, instead of letting the buffer grow for n more: else a watch whose reader never quite
// catches up would keep all it ever sent. At least half must have been read, so that each byte is moved once on average.
func (p *pipe) makeRoom(n int) {
	if len(p.buffer)+n > cap(p.buffer) && p.read > 0 && 2*p.read >= len(p.buffer) {
		p.buffer, p.read = p.buffer[:copy(p.buffer, p.buffer[p.read:])], 0
	}
}

// Read returns what was written before the end, then why it ended: io.EOF, or why the request was cancelled.
func (p *pipe) Read(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.read == len(p.buffer) {
		if p.end != nil {
			return 0, p.end
		}
		p.changed.Wait()
	}
	n := copy(b, p.buffer[p.read:])
	p.read += n
	if p.read == len(p.buffer) {
		p.buffer, p.read = p.buffer[:0], 0
	}
	p.changed.Broadcast()
	return n, nil
}

// Close ends the request.
func (p *pipe) Close() error {
	p.fail(errBodyClosed)
	p.mu.Lock()
	p.buffer, p.read = nil, 0
	p.mu.Unlock()
	return nil
}

// fail ends the body and the request. Only the first reason counts.
func (p *pipe) fail(reason error) {
	p.mu.Lock()
	if p.end == nil {
		p.end = reason
	}
	p.changed.Broadcast()
	p.mu.Unlock()
	if reason == io.EOF { //nolint:errorlint // the very value
		reason = nil
	}
	p.cancel(reason)
}
