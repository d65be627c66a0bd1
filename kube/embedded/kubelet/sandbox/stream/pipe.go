package stream

import (
	"io"
	"syscall"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
)

const pipeBytes = 64 << 10

// pipeBuffer joins two processes of a container. It needs no lock, since they share a processor.
type pipeBuffer struct {
	buf           []byte
	noRead, noWrt bool
}

type (
	pipeReader struct{ *pipeBuffer }
	pipeWriter struct{ *pipeBuffer }
)

// Pipe returns the two ends of a new pipe.
func Pipe() (r, w *File) {
	p := &pipeBuffer{}
	return New(pipeReader{p}), New(pipeWriter{p})
}

func (r pipeReader) Read(p *machine.Process, b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	if len(r.buf) == 0 && !r.noWrt {
		p.Wait(time.Time{}, func() bool { return len(r.buf) > 0 || r.noWrt })
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

func (pipeReader) Write(*machine.Process, []byte) (int, error) { return 0, syscall.EBADF }
func (r pipeReader) Close()                                    { r.noRead = true }

func (pipeWriter) Read(*machine.Process, []byte) (int, error) { return 0, syscall.EBADF }

func (w pipeWriter) Write(p *machine.Process, b []byte) (int, error) {
	total := len(b)
	for len(b) > 0 {
		if len(w.buf) >= pipeBytes && !w.noRead {
			p.Wait(time.Time{}, func() bool { return len(w.buf) < pipeBytes || w.noRead })
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

func (w pipeWriter) Close() { w.noWrt = true }

// AwaitInput waits until a pipe has something to read or ends, at most for timeout, and reports whether it does. On other streams it
// does not wait.
func (f *File) AwaitInput(p *machine.Process, timeout time.Duration) bool {
	r, isPipe := f.Stream.(pipeReader)
	if !isPipe || len(r.buf) > 0 || r.noWrt {
		return true
	}
	p.Wait(p.Now().Add(timeout), func() bool { return len(r.buf) > 0 || r.noWrt })
	return len(r.buf) > 0 || r.noWrt
}
