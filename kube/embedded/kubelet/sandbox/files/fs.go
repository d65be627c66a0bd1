// Package files has the in-memory files of simulated containers: volumes in a store with a bound, and the file systems that
// containers see when volumes are mounted. It knows neither processes nor the files of the host.
package files

import (
	"io/fs"
	"path"
	"strings"
	"syscall"
	"time"
)

const (
	maxLinks = 16
	maxPath  = 4096
)

// FS is the files that one container sees: a root of its own and volumes mounted into it. Paths are absolute.
type FS struct {
	store    *Store
	root     *Volume
	readOnly bool
	mounts   map[string]mount
}

type mount struct {
	at       *node
	readOnly bool
}

// NewFS returns a file system with the given root volume.
func NewFS(root *Volume, readOnly bool) *FS {
	return &FS{store: root.store, root: root, readOnly: readOnly, mounts: map[string]mount{}}
}

// Mount shows the directory or file sub of a volume at a path. Both are created if they are missing.
func (f *FS) Mount(at string, v *Volume, sub string, readOnly bool) error {
	at = path.Clean("/" + at)
	if err := f.mountpoint(at); err != nil {
		return err
	}
	f.store.mu.Lock()
	defer f.store.mu.Unlock()
	n := v.root
	for _, name := range strings.Split(path.Clean("/" + sub)[1:], "/") {
		if name == "" {
			continue
		}
		if !n.isDir() {
			return syscall.ENOTDIR
		}
		kid, ok := n.kids[name]
		if !ok {
			kid = &node{mode: fs.ModeDir | 0o755, mtime: f.store.now(), kids: map[string]*node{}}
			if err := n.add(name, kid); err != nil {
				return err
			}
		}
		n = kid
	}
	f.mounts[at] = mount{at: n, readOnly: readOnly}
	return nil
}

// mountpoint makes the directory that a volume is mounted on, even in a read-only root.
func (f *FS) mountpoint(at string) error {
	readOnly := f.readOnly
	f.readOnly = false
	defer func() { f.readOnly = readOnly }()
	if err := f.MkdirAll(at); err != nil && err != syscall.EROFS {
		return err
	}
	return nil
}

// Used returns the bytes that the files of all containers take.
func (f *FS) Used() int64 { return f.store.Used() }

// place is where a path leads.
type place struct {
	node     *node // nil: no such file
	dir      *node // directory that holds or would hold it; nil for a root
	name     string
	readOnly bool
	path     string // without symbolic links
}

// walk resolves a path; the store is locked. The last element may be missing: then place.node is nil.
func (f *FS) walk(p string, follow bool) (place, error) {
	if len(p) > maxPath {
		return place{}, syscall.ENAMETOOLONG
	}
	rest := strings.Split(p, "/")
	cur := place{node: f.root.root, readOnly: f.readOnly, path: "/"}
	f.applyMount(&cur)
	var up []place
	links := 0
	for len(rest) > 0 {
		name := rest[0]
		rest = rest[1:]
		switch name {
		case "", ".":
			if name == "." && !cur.node.isDir() {
				return place{}, syscall.ENOTDIR
			}
			continue
		case "..":
			if len(up) > 0 {
				cur, up = up[len(up)-1], up[:len(up)-1]
			}
			continue
		}
		if !cur.node.isDir() {
			return place{}, syscall.ENOTDIR
		}
		next := place{
			node: cur.node.kids[name], dir: cur.node, name: name, readOnly: cur.readOnly,
			path: path.Join(cur.path, name),
		}
		f.applyMount(&next)
		last := true
		for _, r := range rest {
			last = last && r == ""
		}
		if next.node == nil {
			if last {
				return next, nil
			}
			return place{}, syscall.ENOENT
		}
		if next.node.mode&fs.ModeSymlink != 0 && (!last || follow) {
			if links++; links > maxLinks {
				return place{}, syscall.ELOOP
			}
			if strings.HasPrefix(next.node.target, "/") {
				cur, up = place{node: f.root.root, readOnly: f.readOnly, path: "/"}, nil
				f.applyMount(&cur)
			}
			rest = append(strings.Split(next.node.target, "/"), rest...)
			continue
		}
		up = append(up, cur)
		cur = next
	}
	return cur, nil
}

func (f *FS) applyMount(p *place) {
	if m, ok := f.mounts[p.path]; ok {
		p.node, p.readOnly = m.at, m.readOnly
	}
}

// Info describes a file.
type Info struct {
	name  string
	size  int64
	mode  fs.FileMode
	mtime time.Time
	link  string
	group *int64 // nil: the container's
	node  *node
}

func (i Info) Name() string       { return i.name }
func (i Info) Size() int64        { return i.size }
func (i Info) Mode() fs.FileMode  { return i.mode }
func (i Info) ModTime() time.Time { return i.mtime }
func (i Info) IsDir() bool        { return i.mode.IsDir() }

// Link returns what a symbolic link refers to, empty for other files.
func (i Info) Link() string { return i.link }

// Group returns the group of the file, nil for that of the container.
func (i Info) Group() *int64 { return i.group }

// Named returns the description under another name.
func (i Info) Named(name string) Info {
	i.name = name
	return i
}

// Same reports whether both describe the same file, whatever its names.
func (i Info) Same(other Info) bool { return i.node == other.node }

func (i Info) Sys() any                   { return nil }
func (i Info) Type() fs.FileMode          { return i.mode.Type() }
func (i Info) Info() (fs.FileInfo, error) { return i, nil }

func (n *node) info(name string) Info {
	info := Info{name: name, size: n.size(), mode: n.mode, mtime: n.mtime, link: n.target, group: n.vol.group, node: n}
	if n.isDir() && info.group != nil {
		info.mode |= fs.ModeSetgid
	}
	return info
}

// Stat describes the file at a path, or its target when it is a symbolic link and follow is set.
func (f *FS) Stat(p string, follow bool) (Info, error) {
	f.store.mu.Lock()
	defer f.store.mu.Unlock()
	at, err := f.walk(p, follow)
	if err == nil && at.node == nil {
		err = syscall.ENOENT
	}
	if err != nil {
		return Info{}, err
	}
	return at.node.info(path.Base(p)), nil
}

// ReadDir lists a directory by name.
func (f *FS) ReadDir(p string) ([]fs.DirEntry, error) {
	f.store.mu.Lock()
	defer f.store.mu.Unlock()
	at, err := f.walk(p, true)
	switch {
	case err != nil:
		return nil, err
	case at.node == nil:
		return nil, syscall.ENOENT
	case !at.node.isDir():
		return nil, syscall.ENOTDIR
	}
	entries := make([]fs.DirEntry, 0, len(at.node.kids))
	for _, name := range at.node.names() {
		kid := place{node: at.node.kids[name], path: path.Join(at.path, name)}
		f.applyMount(&kid)
		entries = append(entries, kid.node.info(name))
	}
	return entries, nil
}
