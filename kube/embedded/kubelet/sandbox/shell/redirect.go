package shell

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"syscall"

	"mvdan.cc/sh/v3/syntax"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/stream"
)

const maxFD = 255

// redirect carries out redirections. The caller must undo or keep them, even after an error.
func (s *Shell) redirect(redirs []*syntax.Redirect) (stream.Redirection, error) {
	r := stream.Redirection{Of: s.fds}
	for _, rd := range redirs {
		r.Begin()
		if err := s.redirectOne(rd, r.Set); err != nil {
			return r, err
		}
	}
	return r, nil
}

func (s *Shell) redirectOne(rd *syntax.Redirect, set func(int, *stream.File)) error {
	fd := 1
	switch rd.Op {
	case syntax.RdrIn, syntax.RdrInOut, syntax.DplIn, syntax.Hdoc, syntax.DashHdoc, syntax.WordHdoc:
		fd = 0
	}
	if rd.N != nil {
		n, err := strconv.Atoi(rd.N.Value)
		if err != nil || n < 0 || n > maxFD {
			return fmt.Errorf("%s: bad file descriptor", rd.N.Value)
		}
		fd = n
	}
	if rd.Op == syntax.Hdoc || rd.Op == syntax.DashHdoc {
		return s.hereDoc(rd, fd, set)
	}
	word, err := s.literal(rd.Word)
	if err != nil {
		return err
	}
	var flags files.Flags
	switch rd.Op {
	case syntax.WordHdoc:
		set(fd, stream.Text(word+"\n"))
		return nil
	case syntax.DplIn, syntax.DplOut:
		if rd.Op == syntax.DplOut && word != "-" && strings.Trim(word, "0123456789") != "" { // >&file
			return s.openBoth(word, files.Write|files.Create|files.Truncate, set)
		}
		return s.duplicate(word, fd, set)
	case syntax.RdrAll:
		return s.openBoth(word, files.Write|files.Create|files.Truncate, set)
	case syntax.AppAll:
		return s.openBoth(word, files.Write|files.Create|files.Append, set)
	case syntax.RdrIn:
	case syntax.RdrInOut:
		flags = files.Write | files.Create
	case syntax.RdrOut, syntax.RdrClob:
		flags = files.Write | files.Create | files.Truncate
	case syntax.AppOut:
		flags = files.Write | files.Create | files.Append
	default:
		return errors.New("this redirection is not simulated")
	}
	f, err := s.openFile(word, flags)
	if err != nil {
		if flags == 0 {
			return fmt.Errorf("can't open %s: %s", word, files.Message(err))
		}
		return fmt.Errorf("can't create %s: %s", word, files.Message(err))
	}
	set(fd, f)
	return nil
}

func (s *Shell) hereDoc(rd *syntax.Redirect, fd int, set func(int, *stream.File)) error {
	if rd.Hdoc == nil {
		set(fd, stream.Text(""))
		return nil
	}
	body, err := s.document(rd.Hdoc)
	if err != nil {
		return err
	}
	if rd.Op == syntax.DashHdoc {
		lines := strings.Split(body, "\n")
		for i, line := range lines {
			lines[i] = strings.TrimLeft(line, "\t")
		}
		body = strings.Join(lines, "\n")
	}
	set(fd, stream.Text(body))
	return nil
}

func (s *Shell) openBoth(name string, flags files.Flags, set func(int, *stream.File)) error {
	f, err := s.openFile(name, flags)
	if err != nil {
		return fmt.Errorf("can't create %s: %s", name, files.Message(err))
	}
	set(1, f)
	set(2, f.Dup())
	return nil
}

func (s *Shell) duplicate(word string, fd int, set func(int, *stream.File)) error {
	if word == "-" {
		set(fd, nil)
		return nil
	}
	n, err := strconv.Atoi(word)
	if err != nil {
		return fmt.Errorf("%s: bad file descriptor", word)
	}
	f, ok := s.fds[n]
	if !ok {
		return fmt.Errorf("%d: bad file descriptor", n)
	}
	set(fd, f.Dup())
	return nil
}

// openFile opens a file of the sandbox or one of its devices.
func (s *Shell) openFile(name string, flags files.Flags) (*stream.File, error) {
	full := s.abs(name)
	if f, err := stream.OpenDevice(full, s.fds, s.surroundings.Stdout, s.surroundings.Stderr); f != nil || err != nil {
		return f, err
	}
	if name == "" {
		return nil, syscall.ENOENT
	}
	h, err := s.surroundings.FS.Open(full, flags)
	if err != nil {
		return nil, err
	}
	return stream.OnDisk(h), nil
}
