package tool

import (
	"fmt"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
)

// Group returns the group of a file: its volume's, or else the container's, to which everything belongs.
func (c *Command) Group(info files.Info) int64 {
	if gid := info.Group(); gid != nil {
		return *gid
	}
	return c.Container().GID
}

// AccountName returns the name of a user or group. Only root has one; others go by their number.
func AccountName(id int64) string {
	if id == 0 {
		return "root"
	}
	return fmt.Sprint(id)
}

// Zone returns the time zone that TZ names, or UTC if it is not known, as libc does.
func (c *Command) Zone() *time.Location {
	tz, _ := c.Var("TZ")
	name := strings.TrimPrefix(tz, ":")
	if name == "" || name == "Local" || strings.HasPrefix(name, "/") || strings.Contains(name, "..") {
		return time.UTC
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return loc
}
