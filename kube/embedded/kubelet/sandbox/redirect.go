package sandbox

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"syscall"

	"mvdan.cc/sh/v3/syntax"
)

const maxFD = 255

// redirection is what redirections replaced.
type redirection struct {
	s     *shell
	saved map[int]*file
}

// redirect carries out redirections. The caller undoes or keeps them, also after an error.
func (s *shell) redirect(redirs []*syntax.Redirect) (redirection, error) {
	r := redirection{s: s}
	for _, rd := range redirs {
		if r.saved == nil {
			r.saved = map[int]*file{}
		}
		if err := s.redirectOne(rd, r.set); err != nil {
			return r, err
		}
	}
	return r, nil
}

// set makes fd refer to f, or to nothing when it is nil.
func (r redirection) set(fd int, f *file) {
	now, had := r.s.fds[fd]
	if _, done := r.saved[fd]; !done {
		r.saved[fd] = now
	} else if had {
		now.release()
	}
	if f == nil {
		delete(r.s.fds, fd)
	} else {
		r.s.fds[fd] = f
	}
}

func (r redirection) undo() {
	for fd, old := range r.saved {
		if now, ok := r.s.fds[fd]; ok {
			now.release()
		}
		if old == nil {
			delete(r.s.fds, fd)
		} else {
			r.s.fds[fd] = old
		}
	}
}

// keep makes the redirections last, as after exec.
func (r redirection) keep() {
	for _, old := range r.saved {
		if old != nil {
			old.release()
		}
	}
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
		set(fd, open(&text{s: word + "\n"}))
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
		set(fd, open(&text{}))
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
	set(fd, open(&text{s: body}))
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
	switch full {
	case "/dev/null":
		return open(null{}), nil
	case "/dev/zero":
		return open(noise{}), nil
	case "/dev/random", "/dev/urandom":
		return open(noise{random: true}), nil
	case "/dev/tty":
		return nil, syscall.ENXIO
	case "/dev/stdin":
		full = "/dev/fd/0"
	case "/dev/stdout":
		full = "/dev/fd/1"
	case "/dev/stderr":
		full = "/dev/fd/2"
	case "/proc/1/fd/1":
		return open(output{s.around.Stdout}), nil
	case "/proc/1/fd/2":
		return open(output{s.around.Stderr}), nil
	}
	if fd, ok := strings.CutPrefix(strings.Replace(full, "/proc/self/fd/", "/dev/fd/", 1), "/dev/fd/"); ok {
		n, err := strconv.Atoi(fd)
		f, open := s.fds[n]
		if err != nil || !open {
			return nil, syscall.ENOENT
		}
		return f.dup(), nil
	}
	if name == "" {
		return nil, syscall.ENOENT
	}
	h, err := s.around.FS.open(full, flags)
	if err != nil {
		return nil, err
	}
	return open(disk{h}), nil
}

// input is a standard input given by the caller.
type input struct{ r io.Reader }

func (i input) read(_ *proc, b []byte) (int, error) { return i.r.Read(b) }
func (input) write(*proc, []byte) (int, error)      { return 0, syscall.EBADF }
func (input) close()                                {}
