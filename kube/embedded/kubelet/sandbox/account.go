package sandbox

import (
	"fmt"
	"strings"
	"time"
)

// group is that of a file: its volume's, else that of the container, to which everything belongs.
func (c *command) group(info Info) int64 {
	if gid := info.Group(); gid != nil {
		return *gid
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

// zone is the time zone that TZ names; UTC when it is not known, as in libc.
func (c *command) zone() *time.Location {
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
