package files

import "io/fs"

// SetGroup gives all files of the volume, present and future, to a group, as a kubelet does for a pod's fsGroup. The group may read
// them, and write them unless readOnly is set; new files in a directory belong to it too.
func (v *Volume) SetGroup(gid int64, readOnly bool) {
	v.store.mu.Lock()
	defer v.store.mu.Unlock()
	v.group = &gid
	perm := fs.FileMode(0o660)
	if readOnly {
		perm = 0o440
	}
	v.root.allowGroup(perm)
}

func (n *node) allowGroup(perm fs.FileMode) {
	switch {
	case n.mode&fs.ModeSymlink != 0:
		return
	case n.isDir():
		n.mode |= perm | 0o110
	default:
		n.mode |= perm
	}
	for _, kid := range n.kids {
		kid.allowGroup(perm)
	}
}
