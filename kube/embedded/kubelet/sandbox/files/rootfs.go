package files

import (
	"io/fs"
	"syscall"
	"time"
)

// skeleton is a file or directory of every container's root.
type skeleton struct {
	name    string
	text    string
	mode    fs.FileMode
	entries []skeleton
}

const (
	modeDir    = fs.ModeDir | 0o755
	modeFile   = fs.FileMode(0o644)
	modeDevice = fs.ModeDevice | fs.ModeCharDevice | 0o666
)

// rootfs is the directories and the few files that scripts look for. The devices are only there to be seen: the shell opens
// others in their place.
var rootfs = []skeleton{
	{name: "bin", mode: modeDir},
	{name: "dev", mode: modeDir, entries: []skeleton{
		{name: "null", mode: modeDevice},
		{name: "zero", mode: modeDevice},
		{name: "random", mode: modeDevice},
		{name: "urandom", mode: modeDevice},
		{name: "stdin", mode: modeDevice},
		{name: "stdout", mode: modeDevice},
		{name: "stderr", mode: modeDevice},
		{name: "tty", mode: modeDevice},
	}},
	{name: "etc", mode: modeDir, entries: []skeleton{
		{name: "hosts", mode: modeFile, text: "127.0.0.1\tlocalhost\n"},
		{name: "passwd", mode: modeFile, text: "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n"},
		{name: "group", mode: modeFile, text: "root:x:0:\nnobody:x:65534:\n"},
		{name: "os-release", mode: modeFile, text: "NAME=\"kronoscope simulated container\"\nID=simulated\n"},
		{name: "resolv.conf", mode: modeFile, text: "nameserver 10.96.0.10\n"},
	}},
	{name: "home", mode: modeDir},
	{name: "mnt", mode: modeDir},
	{name: "opt", mode: modeDir},
	{name: "proc", mode: modeDir},
	{name: "root", mode: modeDir},
	{name: "run", mode: modeDir},
	{name: "srv", mode: modeDir},
	{name: "sys", mode: modeDir},
	{name: "tmp", mode: modeDir},
	{name: "usr", mode: modeDir, entries: []skeleton{
		{name: "bin", mode: modeDir},
		{name: "local", mode: modeDir, entries: []skeleton{{name: "bin", mode: modeDir}}},
	}},
	{name: "var", mode: modeDir, entries: []skeleton{{name: "log", mode: modeDir}, {name: "tmp", mode: modeDir}}},
}

// Populate fills the root of a container, which must be empty. It fails with ENOSPC when the store is full.
func Populate(root *Volume, hostname string) error {
	root.store.mu.Lock()
	defer root.store.mu.Unlock()
	if len(root.root.kids) > 0 {
		return syscall.EEXIST
	}
	now := root.store.now()
	if err := root.addAll(root.root, rootfs, now); err != nil {
		return err
	}
	return root.addAll(root.root.kids["etc"], []skeleton{{name: "hostname", mode: modeFile, text: hostname + "\n"}}, now)
}

// addAll adds files to a directory of the volume; the store is locked.
func (v *Volume) addAll(dir *node, files []skeleton, now time.Time) error {
	for i := range files {
		f := &files[i]
		if err := v.charge(nodeOverhead+int64(len(f.text)), 1); err != nil {
			return err
		}
		n := &node{vol: v, mode: f.mode, mtime: now}
		if f.text != "" {
			n.data = []byte(f.text)
		}
		dir.kids[f.name] = n
		if !n.isDir() {
			continue
		}
		n.kids = make(map[string]*node, len(f.entries))
		if err := v.addAll(n, f.entries, now); err != nil {
			return err
		}
	}
	return nil
}
