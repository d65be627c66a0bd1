package stream

import (
	"io"
	"strconv"
	"strings"
	"syscall"
)

// Descriptors are the open files of a shell, by number.
type Descriptors map[int]*File

// Dup duplicates all of them, for a subshell.
func (d Descriptors) Dup() Descriptors {
	all := make(Descriptors, len(d))
	for n, f := range d {
		all[n] = f.Dup()
	}
	return all
}

// Close releases all of them.
func (d Descriptors) Close() {
	for n, f := range d {
		delete(d, n)
		f.Release()
	}
}

// Replace makes fd refer to f.
func (d Descriptors) Replace(fd int, f *File) {
	if old, ok := d[fd]; ok {
		old.Release()
	}
	d[fd] = f
}

// Redirection is the redirections of one command, with the files that they replaced.
type Redirection struct {
	Of    Descriptors
	saved map[int]*File
}

// Begin comes before the first Set.
func (r *Redirection) Begin() {
	if r.saved == nil {
		r.saved = map[int]*File{}
	}
}

// Set makes fd refer to f, or to nothing if f is nil.
func (r Redirection) Set(fd int, f *File) {
	now, had := r.Of[fd]
	if _, done := r.saved[fd]; !done {
		r.saved[fd] = now
	} else if had {
		now.Release()
	}
	if f == nil {
		delete(r.Of, fd)
	} else {
		r.Of[fd] = f
	}
}

// Undo makes the descriptors what they were.
func (r Redirection) Undo() {
	for fd, old := range r.saved {
		if now, ok := r.Of[fd]; ok {
			now.Release()
		}
		if old == nil {
			delete(r.Of, fd)
		} else {
			r.Of[fd] = old
		}
	}
}

// Keep makes the redirections last, as after exec.
func (r Redirection) Keep() {
	for _, old := range r.saved {
		if old != nil {
			old.Release()
		}
	}
}

// OpenDevice opens the device at an absolute path. It returns nil if there is none. fds are the descriptors of the process that
// opens it; stdout and stderr are the container's.
func OpenDevice(full string, fds Descriptors, stdout, stderr io.Writer) (*File, error) {
	switch full {
	case "/dev/null":
		return Null(), nil
	case "/dev/zero":
		return New(noiseDevice{}), nil
	case "/dev/random", "/dev/urandom":
		return New(noiseDevice{random: true}), nil
	case "/dev/tty":
		return nil, syscall.ENXIO
	case "/dev/stdin":
		full = "/dev/fd/0"
	case "/dev/stdout":
		full = "/dev/fd/1"
	case "/dev/stderr":
		full = "/dev/fd/2"
	case "/proc/1/fd/1":
		return Output(stdout), nil
	case "/proc/1/fd/2":
		return Output(stderr), nil
	}
	if fd, ok := strings.CutPrefix(strings.Replace(full, "/proc/self/fd/", "/dev/fd/", 1), "/dev/fd/"); ok {
		n, err := strconv.Atoi(fd)
		f, open := fds[n]
		if err != nil || !open {
			return nil, syscall.ENOENT
		}
		return f.Dup(), nil
	}
	return nil, nil
}
