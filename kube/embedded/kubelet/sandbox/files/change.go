package files

import (
	"io/fs"
	"path"
	"strings"
	"syscall"
	"time"
)

// walkToChange resolves a path whose directory is to change.
func (f *FS) walkToChange(p string, follow bool) (place, error) {
	at, err := f.walk(p, follow)
	switch {
	case err != nil:
		return at, err
	case at.readOnly:
		return at, syscall.EROFS
	case at.dir == nil:
		return at, syscall.EBUSY
	}
	return at, nil
}

// Mkdir makes a directory.
func (f *FS) Mkdir(p string) error {
	f.store.mu.Lock()
	defer f.store.mu.Unlock()
	at, err := f.walk(p, false)
	switch {
	case err != nil:
		return err
	case at.node != nil:
		return syscall.EEXIST
	case at.readOnly:
		return syscall.EROFS
	}
	return at.dir.add(at.name, &node{mode: fs.ModeDir | 0o755, mtime: f.store.now(), kids: map[string]*node{}})
}

// MkdirAll makes a directory and those above it.
func (f *FS) MkdirAll(p string) error {
	if len(p) > maxPath {
		return syscall.ENAMETOOLONG
	}
	for i := 1; i <= len(p); i++ {
		if i < len(p) && p[i] != '/' {
			continue
		}
		if err := f.Mkdir(p[:i]); err != nil && err != syscall.EEXIST {
			return err
		}
	}
	if info, err := f.Stat(p, true); err != nil || !info.IsDir() {
		return syscall.ENOTDIR
	}
	return nil
}

// Remove deletes a file or an empty directory. If tree is set, it deletes a directory with all that is in it.
func (f *FS) Remove(p string, tree bool) error {
	f.store.mu.Lock()
	defer f.store.mu.Unlock()
	at, err := f.walkToChange(p, false)
	if err != nil {
		return err
	}
	if at.node == nil {
		return syscall.ENOENT
	}
	if !tree && len(at.node.kids) > 0 {
		return syscall.ENOTEMPTY
	}
	for covered := range f.mounts {
		if covered == at.path || strings.HasPrefix(covered, at.path+"/") {
			return syscall.EBUSY
		}
	}
	at.dir.remove(at.name)
	return nil
}

// Rename moves a file or directory. It replaces a file that has the new name.
func (f *FS) Rename(from, to string) error {
	f.store.mu.Lock()
	defer f.store.mu.Unlock()
	src, err := f.walkToChange(from, false)
	if err != nil {
		return err
	}
	if src.node == nil {
		return syscall.ENOENT
	}
	dst, err := f.walkToChange(to, false)
	switch {
	case err != nil:
		return err
	case dst.node == src.node:
		return nil
	case dst.path == src.path || strings.HasPrefix(dst.path, src.path+"/"):
		return syscall.EINVAL
	case dst.node != nil && dst.node.isDir():
		return syscall.EISDIR
	case src.node.isDir() && src.node.vol != dst.dir.vol:
		return syscall.EXDEV
	}
	moved := src.node
	bytes, files := moved.cost()
	if dst.dir.vol != src.dir.vol {
		if err := dst.dir.vol.charge(bytes, files); err != nil {
			return err
		}
		_ = src.dir.vol.charge(-bytes, -files)
		moved.vol = dst.dir.vol
	}
	if dst.node != nil {
		dst.dir.remove(dst.name)
	}
	src.dir.vol.noteWrite()
	dst.dir.vol.noteWrite()
	delete(src.dir.kids, src.name)
	dst.dir.kids[dst.name] = moved
	return nil
}

// Symlink makes a symbolic link.
func (f *FS) Symlink(target, p string) error {
	f.store.mu.Lock()
	defer f.store.mu.Unlock()
	at, err := f.walkToChange(p, false)
	if err != nil {
		return err
	}
	if at.node != nil {
		return syscall.EEXIST
	}
	return at.dir.add(at.name, &node{mode: fs.ModeSymlink | 0o777, mtime: f.store.now(), target: target})
}

// Touch sets a file's time. A missing file is made if create is set.
func (f *FS) Touch(p string, t time.Time, create bool) error {
	f.store.mu.Lock()
	defer f.store.mu.Unlock()
	at, err := f.walk(p, true)
	switch {
	case err != nil:
		return err
	case at.readOnly:
		return syscall.EROFS
	case at.node != nil:
		at.node.vol.noteWrite()
		at.node.mtime = t
		return nil
	case !create:
		return nil
	}
	return at.dir.add(at.name, &node{mode: 0o644, mtime: t})
}

// Chmod sets the permission bits of a file.
func (f *FS) Chmod(p string, perm fs.FileMode) error {
	f.store.mu.Lock()
	defer f.store.mu.Unlock()
	at, err := f.walk(p, true)
	switch {
	case err != nil:
		return err
	case at.node == nil:
		return syscall.ENOENT
	case at.readOnly:
		return syscall.EROFS
	}
	at.node.vol.noteWrite()
	at.node.mode = at.node.mode.Type() | perm.Perm()
	return nil
}

// WriteFile writes a file and sets its permissions. It makes the directories above it.
func (v *Volume) WriteFile(p string, data []byte, perm fs.FileMode) error {
	view := NewFS(v, false)
	if err := view.MkdirAll(path.Dir(path.Clean("/" + p))); err != nil {
		return err
	}
	h, err := view.Open(path.Clean("/"+p), Write|Create|Truncate)
	if err != nil {
		return err
	}
	if _, err := h.Write(data); err != nil {
		return err
	}
	return view.Chmod(path.Clean("/"+p), perm)
}

// ReadFile returns a file's content.
func (f *FS) ReadFile(p string) ([]byte, error) {
	h, err := f.Open(p, 0)
	if err != nil {
		return nil, err
	}
	f.store.mu.Lock()
	defer f.store.mu.Unlock()
	return append([]byte(nil), h.node.data...), nil
}
