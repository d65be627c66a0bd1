package files

import (
	"io"
	"syscall"
)

// Flags say how a file is opened; without any it is opened for reading.
type Flags int

// The flags of [FS.Open], as of open(2).
const (
	Write Flags = 1 << iota
	Create
	Truncate
	Append
)

// Handle is an open file of the store.
type Handle struct {
	fs    *FS
	node  *node
	off   int
	flags Flags
}

// Open opens a file for reading or, with Write, for reading and writing.
func (f *FS) Open(p string, flags Flags) (*Handle, error) {
	f.store.mu.Lock()
	defer f.store.mu.Unlock()
	at, err := f.walk(p, true)
	if err != nil {
		return nil, err
	}
	if at.node == nil {
		if flags&Create == 0 {
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
	if flags&Write != 0 {
		switch {
		case at.node.isDir():
			return nil, syscall.EISDIR
		case at.readOnly:
			return nil, syscall.EROFS
		case flags&Truncate != 0:
			_ = at.node.resize(0)
			at.node.noteChange()
		}
	}
	return &Handle{fs: f, node: at.node, flags: flags}, nil
}

// Read implements [io.Reader].
func (h *Handle) Read(b []byte) (int, error) {
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

// Write implements [io.Writer].
func (h *Handle) Write(b []byte) (int, error) {
	if h.flags&Write == 0 {
		return 0, syscall.EBADF
	}
	h.fs.store.mu.Lock()
	defer h.fs.store.mu.Unlock()
	if h.flags&Append != 0 {
		h.off = len(h.node.data)
	}
	if end := h.off + len(b); end > len(h.node.data) {
		if err := h.node.resize(end); err != nil {
			return 0, err
		}
	}
	copy(h.node.data[h.off:], b)
	h.off += len(b)
	h.node.noteChange()
	return len(b), nil
}
