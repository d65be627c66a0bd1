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

// ReadUpTo is readAll, but for what follows a number of bytes.
func ReadUpTo(p *machine.Process, f *File, most int) ([]byte, error) {
	var data []byte
	buf := make([]byte, 8<<10)
	for {
		if len(data) >= most {
			return data, nil
		}
		n, err := f.read(p, buf[:min(len(buf), most-len(data))])
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

// ReadLine reads up to a delimiter, byte by byte as a shell must: what follows is for the next reader. ok is false at the
// end without any byte.
func ReadLine(p *machine.Process, f *File, delim byte, limit int) (line string, ended, ok bool) {
	var sb strings.Builder
	b := make([]byte, 1)
	for {
		n, err := f.read(p, b)
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

// BoundTo returns the file as process p sees it.
func (f *File) BoundTo(p *machine.Process) Bound { return Bound{p, f} }

// Bound is a file as the process that has it open sees it.
type Bound struct {
	p *machine.Process
	f *File
}

func (o Bound) Read(b []byte) (int, error)       { return o.f.read(o.p, b) }
func (o Bound) Write(b []byte) (int, error)      { return o.f.Write(o.p, b) }
func (o Bound) Close() error                     { o.f.Release(); return nil }
func (o Bound) ReadAll(most int) ([]byte, error) { return ReadUpTo(o.p, o.f, most) }

func (o Bound) ReadLine() (line string, ended, ok bool) { return ReadLine(o.p, o.f, '\n', 0) }
