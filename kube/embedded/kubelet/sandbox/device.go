package sandbox

import (
	"io"
	"syscall"
)

// newNull, newOutput, newInput and newText open the streams of their names.
func newNull() *file              { return open(null{}) }
func newOutput(w io.Writer) *file { return open(output{w}) }
func newInput(r io.Reader) *file  { return open(input{r}) }
func newText(s string) *file      { return open(&text{s: s}) }

// null is /dev/null, and an empty standard input.
type null struct{}

func (null) read(*proc, []byte) (int, error)      { return 0, io.EOF }
func (null) write(_ *proc, b []byte) (int, error) { return len(b), nil }
func (null) close()                               {}

// noise is /dev/zero and /dev/urandom.
type noise struct{ random bool }

func (d noise) read(p *proc, b []byte) (int, error) {
	clear(b)
	if d.random {
		for i := range b {
			b[i] = byte(p.m.rand.Uint32())
		}
	}
	return len(b), nil
}
func (noise) write(_ *proc, b []byte) (int, error) { return len(b), nil }
func (noise) close()                               {}

// output is a container's standard output or error.
type output struct{ w io.Writer }

func (output) read(*proc, []byte) (int, error)        { return 0, syscall.EBADF }
func (o output) write(_ *proc, b []byte) (int, error) { return o.w.Write(b) }
func (output) close()                                 {}

// capture collects the output of a command substitution, within a bound.
type capture struct {
	buf []byte
	max int
}

func (*capture) read(*proc, []byte) (int, error) { return 0, syscall.EBADF }

func (c *capture) write(p *proc, b []byte) (int, error) {
	if len(c.buf)+len(b) > c.max {
		p.ExceedMemory("command output held by the shell")
	}
	c.buf = append(c.buf, b...)
	return len(b), nil
}
func (*capture) close() {}

// text is a here-document.
type text struct {
	s   string
	off int
}

func (t *text) read(_ *proc, b []byte) (int, error) {
	if t.off >= len(t.s) {
		return 0, io.EOF
	}
	n := copy(b, t.s[t.off:])
	t.off += n
	return n, nil
}
func (*text) write(*proc, []byte) (int, error) { return 0, syscall.EBADF }
func (*text) close()                           {}

// input is a standard input given by the caller.
type input struct{ r io.Reader }

func (i input) read(_ *proc, b []byte) (int, error) { return i.r.Read(b) }
func (input) write(*proc, []byte) (int, error)      { return 0, syscall.EBADF }
func (input) close()                                {}
