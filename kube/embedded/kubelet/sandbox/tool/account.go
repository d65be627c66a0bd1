package tool

import (
	"fmt"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
)

// Group is that of a file: its volume's, else that of the container, to which everything belongs.
func (c *Command) Group(info files.Info) int64 {
	if gid := info.Group(); gid != nil {
		return *gid
	}
	return c.Container().GID
}

// AccountName is the name of a user or group: only root has one.
func AccountName(id int64) string {
	if id == 0 {
		return "root"
	}
	return fmt.Sprint(id)
}

// Zone is the time zone that TZ names; UTC when it is not known, as in libc.
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
