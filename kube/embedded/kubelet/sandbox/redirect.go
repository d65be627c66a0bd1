package sandbox

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"syscall"

	"mvdan.cc/sh/v3/syntax"
)

const maxFD = 255

// redirect carries out redirections. The caller undoes or keeps them, also after an error.
func (s *shell) redirect(redirs []*syntax.Redirect) (redirection, error) {
	r := redirection{fds: s.fds}
	for _, rd := range redirs {
		r.begin()
		if err := s.redirectOne(rd, r.set); err != nil {
			return r, err
		}
	}
	return r, nil
}

func (s *shell) redirectOne(rd *syntax.Redirect, set func(int, *file)) error {
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
	var flags openFlags
	switch rd.Op {
	case syntax.WordHdoc:
		set(fd, newText(word+"\n"))
		return nil
	case syntax.DplIn, syntax.DplOut:
		if rd.Op == syntax.DplOut && word != "-" && strings.Trim(word, "0123456789") != "" { // >&file
			return s.openBoth(word, openWrite|openCreate|openTruncate, set)
		}
		return s.duplicate(word, fd, set)
	case syntax.RdrAll:
		return s.openBoth(word, openWrite|openCreate|openTruncate, set)
	case syntax.AppAll:
		return s.openBoth(word, openWrite|openCreate|openAppend, set)
	case syntax.RdrIn:
	case syntax.RdrInOut:
		flags = openWrite | openCreate
	case syntax.RdrOut, syntax.RdrClob:
		flags = openWrite | openCreate | openTruncate
	case syntax.AppOut:
		flags = openWrite | openCreate | openAppend
	default:
		return errors.New("this redirection is not simulated")
	}
	f, err := s.openFile(word, flags)
	if err != nil {
		if flags == 0 {
			return fmt.Errorf("can't open %s: %s", word, message(err))
		}
		return fmt.Errorf("can't create %s: %s", word, message(err))
	}
	set(fd, f)
	return nil
}

func (s *shell) hereDoc(rd *syntax.Redirect, fd int, set func(int, *file)) error {
	if rd.Hdoc == nil {
		set(fd, newText(""))
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
	set(fd, newText(body))
	return nil
}

func (s *shell) openBoth(name string, flags openFlags, set func(int, *file)) error {
	f, err := s.openFile(name, flags)
	if err != nil {
		return fmt.Errorf("can't create %s: %s", name, message(err))
	}
	set(1, f)
	set(2, f.dup())
	return nil
}

func (s *shell) duplicate(word string, fd int, set func(int, *file)) error {
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
	set(fd, f.dup())
	return nil
}

// openFile opens a file of the sandbox or one of its devices.
func (s *shell) openFile(name string, flags openFlags) (*file, error) {
	full := s.abs(name)
	if f, err := openDevice(full, s.fds, s.around.Stdout, s.around.Stderr); f != nil || err != nil {
		return f, err
	}
	if name == "" {
		return nil, syscall.ENOENT
	}
	h, err := s.around.FS.open(full, flags)
	if err != nil {
		return nil, err
	}
	return newDisk(h), nil
}
