package sandbox

import (
	"fmt"
	"slices"
	"strings"
)

// account is an id with its name, if it has one, as id shows it.
func account(id int64) string {
	if id == 0 {
		return "0(root)"
	}
	return fmt.Sprint(id)
}

// groups are those of the container's processes, as the kernel sorts them.
func groups(c *command) []int64 {
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
	if opts.has("n") {
		show = accountName
	}
	switch cfg := c.Container(); {
	case opts.has("u"):
		c.print(show(cfg.UID) + "\n")
	case opts.has("g"):
		c.print(show(cfg.GID) + "\n")
	case opts.has("G"):
		others := slices.DeleteFunc(groups(c), func(id int64) bool { return id == cfg.GID })
		c.print(joined(append([]int64{cfg.GID}, others...), " ", show) + "\n")
	default:
		c.printf("uid=%s gid=%s groups=%s\n", account(cfg.UID), account(cfg.GID), joined(groups(c), ",", account))
	}
	return 0
}
