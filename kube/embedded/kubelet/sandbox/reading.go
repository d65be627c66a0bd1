package sandbox

import (
	"errors"
	"io"
	"math"
	"strings"
)

const maxLineBytes = 1 << 20

// readAll reads a stream to its end, within the bound of a file's size.
func readAll(p *proc, f *file) ([]byte, error) { return readUpTo(p, f, math.MaxInt) }

// readUpTo is readAll, but for what follows a number of bytes.
func readUpTo(p *proc, f *file, most int) ([]byte, error) {
	var data []byte
	buf := make([]byte, 8<<10)
	for {
		if len(data) >= most {
			return data, nil
		}
		n, err := f.read(p, buf[:min(len(buf), most-len(data))])
		data = append(data, buf[:n]...)
		p.Step(1 + n>>10)
		if len(data) > maxFileBytes {
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

// readLine reads up to a delimiter, byte by byte as a shell must: what follows is for the next reader. ok is false at the
// end without any byte.
func readLine(p *proc, f *file, delim byte, limit int) (line string, ended, ok bool) {
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

// by returns the file as process p sees it.
func (f *file) by(p *proc) opened { return opened{p, f} }

// opened is a file as the process that has it open sees it.
type opened struct {
	p *proc
	f *file
}

func (o opened) Read(b []byte) (int, error)       { return o.f.read(o.p, b) }
func (o opened) Write(b []byte) (int, error)      { return o.f.write(o.p, b) }
func (o opened) Close() error                     { o.f.release(); return nil }
func (o opened) ReadAll(most int) ([]byte, error) { return readUpTo(o.p, o.f, most) }

func (o opened) ReadLine() (line string, ended, ok bool) { return readLine(o.p, o.f, '\n', 0) }
