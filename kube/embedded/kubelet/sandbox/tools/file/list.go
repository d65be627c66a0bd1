package file

import (
	"fmt"
	"io/fs"
	"sort"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Ls lists files.
func Ls(c *tool.Command) int {
	opts, operands := c.Flags("")
	if len(operands) == 0 {
		operands = []string{"."}
	}
	status := 0
	for i, name := range operands {
		info, err := c.FS().Stat(c.Abs(name), true)
		if err != nil {
			c.Warn("%s: %s", name, files.Message(err))
			status = 1
			continue
		}
		if !info.IsDir() || opts.Has("d") {
			listed(c, []files.Info{info.Named(name)}, opts)
			continue
		}
		entries, err := c.FS().ReadDir(c.Abs(name))
		if err != nil {
			c.Warn("%s: %s", name, files.Message(err))
			status = 1
			continue
		}
		if len(operands) > 1 {
			if i > 0 {
				c.Print("\n")
			}
			c.Print(name + ":\n")
		}
		var list []files.Info
		for _, e := range entries {
			if opts.Has("aA") || !strings.HasPrefix(e.Name(), ".") {
				list = append(list, e.(files.Info))
			}
		}
		if opts.Has("ln") {
			c.Printf("total %d\n", len(list)*4)
		}
		listed(c, list, opts)
	}
	return status
}

func listed(c *tool.Command, list []files.Info, opts tool.Options) {
	switch {
	case opts.Has("t"):
		sort.SliceStable(list, func(i, j int) bool { return list[i].ModTime().After(list[j].ModTime()) })
	case opts.Has("S"):
		sort.SliceStable(list, func(i, j int) bool { return list[i].Size() > list[j].Size() })
	}
	if opts.Has("r") {
		for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
			list[i], list[j] = list[j], list[i]
		}
	}
	for _, info := range list {
		name := info.Name()
		if opts.Has("Fp") && info.IsDir() {
			name += "/"
		}
		if !opts.Has("ln") {
			c.Print(name + "\n")
			continue
		}
		if info.Link() != "" {
			name += " -> " + info.Link()
		}
		owner, group := tool.AccountName(c.Container().UID), tool.AccountName(c.Group(info))
		if opts.Has("n") {
			owner, group = fmt.Sprint(c.Container().UID), fmt.Sprint(c.Group(info))
		}
		c.Printf("%s    1 %-8s %-8s %9d %s %s\n", modeString(info), owner, group, info.Size(),
			info.ModTime().In(c.Zone()).Format("Jan _2 15:04"), name)
	}
}

func modeString(info files.Info) string {
	kind := "-"
	switch {
	case info.IsDir():
		kind = "d"
	case info.Link() != "":
		kind = "l"
	case !info.Mode().IsRegular():
		kind = "c"
	}
	perm := []byte("rwxrwxrwx")
	for i := range perm {
		if info.Mode()&(1<<(8-i)) == 0 {
			perm[i] = '-'
		}
	}
	if info.Mode()&fs.ModeSetgid != 0 {
		perm[5] = 's' // of a volume's group, which may search its directories
	}
	return kind + string(perm)
}
