package sandbox

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// SetGroup gives all files of the volume, and those that will come, to a group, as a kubelet does for a pod's fsGroup: the group
// may read them, write them unless readOnly, and directories hand it down.
func (v *Volume) SetGroup(gid int64, readOnly bool) {
	v.store.mu.Lock()
	defer v.store.mu.Unlock()
	v.group = &gid
	perm := fs.FileMode(0o660)
	if readOnly {
		perm = 0o440
	}
	v.root.permit(perm)
}

func (n *node) permit(perm fs.FileMode) {
	switch {
	case n.mode&fs.ModeSymlink != 0:
		return
	case n.isDir():
		n.mode |= perm | 0o110
	default:
		n.mode |= perm
	}
	for _, kid := range n.kids {
		kid.permit(perm)
	}
}

// group is that of a file: its volume's, else that of the container, to which everything belongs.
func (c *command) group(info Info) int64 {
	if info.group != nil {
		return *info.group
	}
	return c.Container().GID
}

// accountName is the name of a user or group: only root has one.
func accountName(id int64) string {
	if id == 0 {
		return "root"
	}
	return fmt.Sprint(id)
}

// account is an id with its name, if it has one, as id shows it.
func account(id int64) string {
	if id == 0 {
		return "0(root)"
	}
	return fmt.Sprint(id)
}

// groups are those of the container's processes, as the kernel sorts them.
func (c *command) groups() []int64 {
	all := append([]int64{c.Container().GID}, c.Container().Groups...)
	slices.Sort(all)
	return slices.Compact(all)
}

func joined(ids []int64, separator string, show func(int64) string) string {
	shown := make([]string, len(ids))
	for i, id := range ids {
		shown[i] = show(id)
	}
	return strings.Join(shown, separator)
}

func programID(c *command) int {
	opts, _ := c.flags("")
	show := func(id int64) string { return fmt.Sprint(id) }
	if has(opts, "n") {
		show = accountName
	}
	switch cfg := c.Container(); {
	case has(opts, "u"):
		c.print(show(cfg.UID) + "\n")
	case has(opts, "g"):
		c.print(show(cfg.GID) + "\n")
	case has(opts, "G"):
		others := slices.DeleteFunc(c.groups(), func(id int64) bool { return id == cfg.GID })
		c.print(joined(append([]int64{cfg.GID}, others...), " ", show) + "\n")
	default:
		c.printf("uid=%s gid=%s groups=%s\n", account(cfg.UID), account(cfg.GID), joined(c.groups(), ",", account))
	}
	return 0
}
