package system

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// account returns an id with its name, if it has one, as id prints it.
func account(id int64) string {
	if id == 0 {
		return "0(root)"
	}
	return fmt.Sprint(id)
}

// groups returns the groups of the container's processes, sorted.
func groups(c *tool.Command) []int64 {
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

// ID prints the user and groups.
func ID(c *tool.Command) int {
	opts, _ := c.Flags("")
	show := func(id int64) string { return fmt.Sprint(id) }
	if opts.Has("n") {
		show = tool.AccountName
	}
	switch cfg := c.Container(); {
	case opts.Has("u"):
		c.Print(show(cfg.UID) + "\n")
	case opts.Has("g"):
		c.Print(show(cfg.GID) + "\n")
	case opts.Has("G"):
		others := slices.DeleteFunc(groups(c), func(id int64) bool { return id == cfg.GID })
		c.Print(joined(append([]int64{cfg.GID}, others...), " ", show) + "\n")
	default:
		c.Printf("uid=%s gid=%s groups=%s\n", account(cfg.UID), account(cfg.GID), joined(groups(c), ",", account))
	}
	return 0
}
