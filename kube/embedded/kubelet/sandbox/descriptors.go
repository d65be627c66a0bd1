package sandbox

import (
	"io"
	"strconv"
	"strings"
	"syscall"
)

// descriptors are the open files of a shell, by number.
type descriptors map[int]*file

// dup duplicates all of them, for a subshell.
func (d descriptors) dup() descriptors {
	all := make(descriptors, len(d))
	for n, f := range d {
		all[n] = f.dup()
	}
	return all
}

func (d descriptors) close() {
	for n, f := range d {
		delete(d, n)
		f.release()
	}
}

func (d descriptors) replace(fd int, f *file) {
	if old, ok := d[fd]; ok {
		old.release()
	}
	d[fd] = f
}

// redirection is what redirections replaced.
type redirection struct {
	fds   descriptors
	saved map[int]*file
}

// begin prepares for what set replaces.
func (r *redirection) begin() {
	if r.saved == nil {
		r.saved = map[int]*file{}
	}
}

// set makes fd refer to f, or to nothing when it is nil.
func (r redirection) set(fd int, f *file) {
	now, had := r.fds[fd]
	if _, done := r.saved[fd]; !done {
		r.saved[fd] = now
	} else if had {
		now.release()
	}
	if f == nil {
		delete(r.fds, fd)
	} else {
		r.fds[fd] = f
	}
}

func (r redirection) undo() {
	for fd, old := range r.saved {
		if now, ok := r.fds[fd]; ok {
			now.release()
		}
		if old == nil {
			delete(r.fds, fd)
		} else {
			r.fds[fd] = old
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

// openDevice opens what an absolute path stands for if that is a device, and returns nil if not. fds are the descriptors of who
// opens it, stdout and stderr those of process 1.
func openDevice(full string, fds descriptors, stdout, stderr io.Writer) (*file, error) {
	switch full {
	case "/dev/null":
		return newNull(), nil
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
		return newOutput(stdout), nil
	case "/proc/1/fd/2":
		return newOutput(stderr), nil
	}
	if fd, ok := strings.CutPrefix(strings.Replace(full, "/proc/self/fd/", "/dev/fd/", 1), "/dev/fd/"); ok {
		n, err := strconv.Atoi(fd)
		f, open := fds[n]
		if err != nil || !open {
			return nil, syscall.ENOENT
		}
		return f.dup(), nil
	}
	return nil, nil
}
