package shell

import (
	"errors"
	"fmt"
	"math"
	"path"
	"syscall"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/stream"
)

// Write writes text to a descriptor. A process that writes into a pipe that nobody reads ends, as by SIGPIPE.
func (s *Shell) Write(fd int, text string) error {
	f, ok := s.fds[fd]
	if !ok {
		return syscall.EBADF
	}
	s.p.Step(1 + len(text)>>10)
	_, err := f.Write(s.p, []byte(text))
	if errors.Is(err, syscall.EPIPE) && s.p.PID != 1 {
		s.p.Exit(141)
	}
	return err
}

// Complain writes a message to standard error that begins with the shell's name.
func (s *Shell) Complain(format string, args ...any) {
	s.Errf("%s: %s\n", path.Base(s.name), fmt.Sprintf(format, args...))
}

func (s *Shell) Outf(format string, args ...any) { _ = s.Write(1, fmt.Sprintf(format, args...)) }
func (s *Shell) Errf(format string, args ...any) { _ = s.Write(2, fmt.Sprintf(format, args...)) }

func (s *Shell) readFile(name string) ([]byte, error) { return s.readFileUpTo(name, math.MaxInt) }

func (s *Shell) readFileUpTo(name string, most int) ([]byte, error) {
	f, err := s.openFile(name, 0)
	if err != nil {
		return nil, err
	}
	defer f.Release()
	return stream.ReadUpTo(s.p, f, most)
}

// readAll reads a descriptor to its end.
func (s *Shell) readAll(fd int) string {
	f, ok := s.fds[fd]
	if !ok {
		return ""
	}
	data, _ := stream.ReadAll(s.p, f)
	return string(data)
}
