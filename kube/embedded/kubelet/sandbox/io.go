package sandbox

import (
	"errors"
	"fmt"
	"io"
	"math"
	"strings"
	"syscall"
)

// write sends text to a file descriptor of the shell. A process that writes into a pipe nobody reads ends, as of SIGPIPE.
func (s *shell) write(fd int, text string) error {
	f, ok := s.fds[fd]
	if !ok {
		return syscall.EBADF
	}
	s.p.step(1 + len(text)>>10)
	_, err := f.write(s.p, []byte(text))
	if errors.Is(err, syscall.EPIPE) && s.p.pid != 1 {
		s.p.exit(141)
	}
	return err
}

func (s *shell) outf(format string, args ...any) { _ = s.write(1, fmt.Sprintf(format, args...)) }
func (s *shell) errf(format string, args ...any) { _ = s.write(2, fmt.Sprintf(format, args...)) }

func (s *shell) readFile(name string) ([]byte, error) { return s.readFileUpTo(name, math.MaxInt) }

func (s *shell) readFileUpTo(name string, most int) ([]byte, error) {
	f, err := s.openFile(name, 0)
	if err != nil {
		return nil, err
	}
	defer f.release()
	return readUpTo(s.p, f, most)
}

// readAll reads a descriptor to its end.
func (s *shell) readAll(fd int) string {
	f, ok := s.fds[fd]
	if !ok {
		return ""
	}
	data, _ := readAll(s.p, f)
	return string(data)
}

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
		p.step(1 + n>>10)
		if len(data) > maxFileBytes {
			p.exceedMemory("a program read without end")
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
				p.step(1)
			}
			if limit > 0 && sb.Len() >= limit {
				return sb.String(), true, true
			}
			if sb.Len() > maxValue {
				p.exceedMemory("a line of more than 1 MiB")
			}
		}
		if err != nil {
			return sb.String(), false, ok
		}
	}
}

// message is an error as programs print it.
func message(err error) string {
	switch {
	case errors.Is(err, syscall.ENOENT):
		return "No such file or directory"
	case errors.Is(err, syscall.EROFS):
		return "Read-only file system"
	case errors.Is(err, syscall.ENOSPC):
		return "No space left on device"
	}
	text := err.Error()
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

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
