package sandbox

import (
	"io"
	"syscall"
	"time"
)

const pipeBytes = 64 << 10

// pipe joins two processes of a container. It needs no lock: they share a processor.
type pipe struct {
	buf           []byte
	noRead, noWrt bool
}

type (
	pipeReader struct{ *pipe }
	pipeWriter struct{ *pipe }
)

func newPipe() (r, w *file) {
	p := &pipe{}
	return open(pipeReader{p}), open(pipeWriter{p})
}

func (r pipeReader) read(p *proc, b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	if len(r.buf) == 0 && !r.noWrt {
		p.wait(time.Time{}, func() bool { return len(r.buf) > 0 || r.noWrt })
	}
	if len(r.buf) == 0 {
		return 0, io.EOF
	}
	n := copy(b, r.buf)
	r.buf = r.buf[n:]
	if len(r.buf) == 0 {
		r.buf = nil
	}
	return n, nil
}

func (pipeReader) write(*proc, []byte) (int, error) { return 0, syscall.EBADF }
func (r pipeReader) close()                         { r.noRead = true }

func (pipeWriter) read(*proc, []byte) (int, error) { return 0, syscall.EBADF }

func (w pipeWriter) write(p *proc, b []byte) (int, error) {
	total := len(b)
	for len(b) > 0 {
		if len(w.buf) >= pipeBytes && !w.noRead {
			p.wait(time.Time{}, func() bool { return len(w.buf) < pipeBytes || w.noRead })
		}
		if w.noRead {
			return total - len(b), syscall.EPIPE
		}
		n := min(len(b), pipeBytes-len(w.buf))
		w.buf = append(w.buf, b[:n]...)
		b = b[n:]
	}
	return total, nil
}

func (w pipeWriter) close() { w.noWrt = true }

// awaitPipe waits for a pipe to have something to read, or its end, and reports whether it has. It waits for no other stream.
func (f *file) awaitPipe(p *proc, timeout time.Duration) bool {
	r, isPipe := f.stream.(pipeReader)
	if !isPipe || len(r.buf) > 0 || r.noWrt {
		return true
	}
	p.wait(p.now().Add(timeout), func() bool { return len(r.buf) > 0 || r.noWrt })
	return len(r.buf) > 0 || r.noWrt
}
