package sandbox

import (
	"errors"
	"fmt"
	"math"
	"syscall"
)

// write sends text to a file descriptor of the shell. A process that writes into a pipe nobody reads ends, as of SIGPIPE.
func (s *shell) write(fd int, text string) error {
	f, ok := s.fds[fd]
	if !ok {
		return syscall.EBADF
	}
	s.p.Step(1 + len(text)>>10)
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
