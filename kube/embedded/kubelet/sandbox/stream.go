package sandbox

import (
	"io"
	"syscall"
)

// stream is what a file descriptor refers to. Calls come from the process that holds the processor, and may give it up.
type stream interface {
	read(p *proc, b []byte) (int, error)
	write(p *proc, b []byte) (int, error)
	close()
}

// file is an open stream, shared by the descriptors that were duplicated from one another.
type file struct {
	stream
	refs int
}

func open(s stream) *file { return &file{stream: s, refs: 1} }

func (f *file) dup() *file {
	f.refs++
	return f
}

func (f *file) release() {
	if f.refs--; f.refs == 0 {
		f.stream.close()
	}
}

type openFlags int

const (
	openWrite openFlags = 1 << iota
	openCreate
	openTruncate
	openAppend
)

// handle is an open file of the store.
type handle struct {
	fs    *FS
	node  *node
	off   int
	flags openFlags
}

func (f *FS) open(p string, flags openFlags) (*handle, error) {
	f.store.mu.Lock()
	defer f.store.mu.Unlock()
	at, err := f.walk(p, true)
	if err != nil {
		return nil, err
	}
	if at.node == nil {
		if flags&openCreate == 0 {
			return nil, syscall.ENOENT
		}
		if at.readOnly {
			return nil, syscall.EROFS
		}
		at.node = &node{mode: 0o644, mtime: f.store.now()}
		if err := at.dir.add(at.name, at.node); err != nil {
			return nil, err
		}
	}
	if flags&openWrite != 0 {
		switch {
		case at.node.isDir():
			return nil, syscall.EISDIR
		case at.readOnly:
			return nil, syscall.EROFS
		case flags&openTruncate != 0:
			_ = at.node.resize(0)
			at.node.modified()
		}
	}
	return &handle{fs: f, node: at.node, flags: flags}, nil
}

func (h *handle) read(b []byte) (int, error) {
	h.fs.store.mu.Lock()
	defer h.fs.store.mu.Unlock()
	if h.node.isDir() {
		return 0, syscall.EISDIR
	}
	if h.off >= len(h.node.data) {
		return 0, io.EOF
	}
	n := copy(b, h.node.data[h.off:])
	h.off += n
	return n, nil
}

func (h *handle) write(b []byte) (int, error) {
	if h.flags&openWrite == 0 {
		return 0, syscall.EBADF
	}
	h.fs.store.mu.Lock()
	defer h.fs.store.mu.Unlock()
	if h.flags&openAppend != 0 {
		h.off = len(h.node.data)
	}
	if end := h.off + len(b); end > len(h.node.data) {
		if err := h.node.resize(end); err != nil {
			return 0, err
		}
	}
	copy(h.node.data[h.off:], b)
	h.off += len(b)
	h.node.modified()
	return len(b), nil
}

// disk is an open file of the store as a stream.
type disk struct{ *handle }

func (d disk) read(_ *proc, b []byte) (int, error)  { return d.handle.read(b) }
func (d disk) write(_ *proc, b []byte) (int, error) { return d.handle.write(b) }
func (disk) close()                                 {}

// null is /dev/null, and an empty standard input.
type null struct{}

func (null) read(*proc, []byte) (int, error)      { return 0, io.EOF }
func (null) write(_ *proc, b []byte) (int, error) { return len(b), nil }
func (null) close()                               {}

// noise is /dev/zero and /dev/urandom.
type noise struct{ random bool }

func (d noise) read(p *proc, b []byte) (int, error) {
	clear(b)
	if d.random {
		for i := range b {
			b[i] = byte(p.m.rand.Uint32())
		}
	}
	return len(b), nil
}
func (noise) write(_ *proc, b []byte) (int, error) { return len(b), nil }
func (noise) close()                               {}

// output is a container's standard output or error.
type output struct{ w io.Writer }

func (output) read(*proc, []byte) (int, error)        { return 0, syscall.EBADF }
func (o output) write(_ *proc, b []byte) (int, error) { return o.w.Write(b) }
func (output) close()                                 {}

// capture collects the output of a command substitution, within a bound.
type capture struct {
	buf []byte
	max int
}

func (*capture) read(*proc, []byte) (int, error) { return 0, syscall.EBADF }

func (c *capture) write(p *proc, b []byte) (int, error) {
	if len(c.buf)+len(b) > c.max {
		p.exceedMemory("command output held by the shell")
	}
	c.buf = append(c.buf, b...)
	return len(b), nil
}
func (*capture) close() {}

// text is a here-document.
type text struct {
	s   string
	off int
}

func (t *text) read(_ *proc, b []byte) (int, error) {
	if t.off >= len(t.s) {
		return 0, io.EOF
	}
	n := copy(b, t.s[t.off:])
	t.off += n
	return n, nil
}
func (*text) write(*proc, []byte) (int, error) { return 0, syscall.EBADF }
func (*text) close()                           {}
