package files

import (
	"io/fs"
	"sort"
	"syscall"
	"time"
)

// node is a file, directory, symbolic link or device. The store's lock guards it.
type node struct {
	vol    *Volume
	mode   fs.FileMode
	mtime  time.Time
	data   []byte
	kids   map[string]*node // of a directory
	target string           // of a symbolic link
}

func (n *node) isDir() bool { return n.mode.IsDir() }

func (n *node) size() int64 {
	if n.target != "" {
		return int64(len(n.target))
	}
	return int64(len(n.data))
}

// cost returns what the tree below n, n included, takes.
func (n *node) cost() (bytes int64, files int) {
	bytes, files = nodeOverhead+n.size(), 1
	for _, kid := range n.kids {
		b, f := kid.cost()
		bytes, files = bytes+b, files+f
	}
	return bytes, files
}

func (n *node) names() []string {
	names := make([]string, 0, len(n.kids))
	for name := range n.kids {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func (n *node) add(name string, kid *node) error {
	if len(name) > 255 {
		return syscall.ENAMETOOLONG
	}
	if err := n.vol.charge(nodeOverhead+kid.size(), 1); err != nil {
		return err
	}
	kid.vol = n.vol
	n.kids[name] = kid
	n.noteChange()
	return nil
}

// noteChange records that a file or directory has changed now.
func (n *node) noteChange() {
	n.mtime = n.vol.store.now()
	n.vol.noteWrite()
}

func (n *node) remove(name string) {
	bytes, files := n.kids[name].cost()
	delete(n.kids, name)
	n.noteChange()
	_ = n.vol.charge(-bytes, -files) // giving back cannot fail
}

// resize sets the length of a file; what is new is zero.
func (n *node) resize(size int) error {
	if size > MaxFileBytes {
		return syscall.EFBIG
	}
	if err := n.vol.charge(int64(size-len(n.data)), 0); err != nil {
		return err
	}
	n.vol.noteWrite()
	switch {
	case size == 0:
		n.data = nil
	case size <= len(n.data):
		n.data = n.data[:size]
	default:
		n.data = append(n.data, make([]byte, size-len(n.data))...)
	}
	return nil
}
