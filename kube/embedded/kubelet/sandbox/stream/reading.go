package stream

import (
	"errors"
	"io"
	"math"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
)

const maxLineBytes = 1 << 20

// ReadAll reads a stream to its end, within the bound of a file's size.
func ReadAll(p *machine.Process, f *File) ([]byte, error) { return ReadUpTo(p, f, math.MaxInt) }

// ReadUpTo is ReadAll that stops after most bytes.
func ReadUpTo(p *machine.Process, f *File, most int) ([]byte, error) {
	var data []byte
	buf := make([]byte, 8<<10)
	for {
		if len(data) >= most {
			return data, nil
		}
		n, err := f.Read(p, buf[:min(len(buf), most-len(data))])
		data = append(data, buf[:n]...)
		p.Step(1 + n>>10)
		if len(data) > files.MaxFileBytes {
			p.ExceedMemory("a program read without end")
		}
		if errors.Is(err, io.EOF) {
			return data, nil
		}
		if err != nil {
			return data, err
		}
	}
}

// ReadLine reads up to a delimiter, byte by byte: what follows is left for the next reader. It stops after limit bytes, unless that
// is 0. ended reports whether it came to the delimiter or the limit, ok whether there was any byte.
func ReadLine(p *machine.Process, f *File, delim byte, limit int) (line string, ended, ok bool) {
	var sb strings.Builder
	b := make([]byte, 1)
	for {
		n, err := f.Read(p, b)
		if n == 1 {
			ok = true
			if b[0] == delim {
				return sb.String(), true, true
			}
			sb.WriteByte(b[0])
			if sb.Len()&1023 == 0 {
				p.Step(1)
			}
			if limit > 0 && sb.Len() >= limit {
				return sb.String(), true, true
			}
			if sb.Len() > maxLineBytes {
				p.ExceedMemory("a line of more than 1 MiB")
			}
		}
		if err != nil {
			return sb.String(), false, ok
		}
	}
}

// BoundTo returns the file for process p to read and write.
func (f *File) BoundTo(p *machine.Process) *Bound {
	if f.bound == nil || f.bound.p != p {
		f.bound = &Bound{p, f}
	}
	return f.bound
}

// Bound is a file with the process that reads and writes it.
type Bound struct {
	p *machine.Process
	f *File
}

// Read implements [io.Reader].
func (o *Bound) Read(b []byte) (int, error) { return o.f.Read(o.p, b) }

// Write implements [io.Writer].
func (o *Bound) Write(b []byte) (int, error) { return o.f.Write(o.p, b) }

// Close releases the file.
func (o *Bound) Close() error { o.f.Release(); return nil }

// ReadAll is [ReadUpTo].
func (o *Bound) ReadAll(most int) ([]byte, error) { return ReadUpTo(o.p, o.f, most) }

// ReadLine reads a line as [ReadLine] does.
func (o *Bound) ReadLine() (line string, ended, ok bool) { return ReadLine(o.p, o.f, '\n', 0) }
