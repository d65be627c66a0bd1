package stream

import (
	"io"
	"syscall"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
)

// Null opens /dev/null, which is also an empty standard input.
func Null() *File { return New(nullDevice{}) }

// Output opens a standard output or error that the caller of the sandbox has given.
func Output(w io.Writer) *File { return New(outputStream{w}) }

// Input opens a standard input that the caller of the sandbox has given.
func Input(r io.Reader) *File { return New(inputStream{r}) }

// Text opens a here-document.
func Text(s string) *File { return New(&textStream{s: s}) }

// nullDevice is /dev/null.
type nullDevice struct{}

func (nullDevice) Read(*machine.Process, []byte) (int, error)      { return 0, io.EOF }
func (nullDevice) Write(_ *machine.Process, b []byte) (int, error) { return len(b), nil }
func (nullDevice) Close()                                          {}

// noiseDevice is /dev/zero and /dev/urandom.
type noiseDevice struct{ random bool }

func (d noiseDevice) Read(p *machine.Process, b []byte) (int, error) {
	clear(b)
	if d.random {
		for i := range b {
			b[i] = byte(p.Rand().Uint32())
		}
	}
	return len(b), nil
}
func (noiseDevice) Write(_ *machine.Process, b []byte) (int, error) { return len(b), nil }
func (noiseDevice) Close()                                          {}

// outputStream is a container's standard output or error.
type outputStream struct{ w io.Writer }

func (outputStream) Read(*machine.Process, []byte) (int, error)        { return 0, syscall.EBADF }
func (o outputStream) Write(_ *machine.Process, b []byte) (int, error) { return o.w.Write(b) }
func (outputStream) Close()                                            {}

// Capture collects the output of a command substitution, within a bound.
type Capture struct {
	Buf []byte
	Max int
}

func (*Capture) Read(*machine.Process, []byte) (int, error) { return 0, syscall.EBADF }

func (c *Capture) Write(p *machine.Process, b []byte) (int, error) {
	if len(c.Buf)+len(b) > c.Max {
		p.ExceedMemory("command output held by the shell")
	}
	c.Buf = append(c.Buf, b...)
	return len(b), nil
}
func (*Capture) Close() {}

// textStream is a here-document.
type textStream struct {
	s   string
	off int
}

func (t *textStream) Read(_ *machine.Process, b []byte) (int, error) {
	if t.off >= len(t.s) {
		return 0, io.EOF
	}
	n := copy(b, t.s[t.off:])
	t.off += n
	return n, nil
}
func (*textStream) Write(*machine.Process, []byte) (int, error) { return 0, syscall.EBADF }
func (*textStream) Close()                                      {}

// inputStream is a container's standard input.
type inputStream struct{ r io.Reader }

func (i inputStream) Read(_ *machine.Process, b []byte) (int, error) { return i.r.Read(b) }
func (inputStream) Write(*machine.Process, []byte) (int, error)      { return 0, syscall.EBADF }
func (inputStream) Close()                                           {}
