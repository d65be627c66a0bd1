package file

import (
	"fmt"
	"io/fs"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// octal is a mode as stat shows it.
func octal(mode fs.FileMode) string {
	bits := mode.Perm()
	if mode&fs.ModeSetgid != 0 {
		bits |= 0o2000
	}
	return fmt.Sprintf("%o", bits)
}

// Stat describes files.
func Stat(c *tool.Command) int {
	opts, operands := c.Flags("c")
	layout, ok := opts['c']
	if !ok {
		layout = "  File: %n\n  Size: %s\n  Access: (%a/%A)\n  Modify: %y"
	}
	return c.Each(operands, func(name string) error {
		info, err := c.FS().Stat(c.Abs(name), opts.Has("L"))
		if err != nil {
			return err
		}
		kind := "regular file"
		if info.IsDir() {
			kind = "directory"
		}
		c.Print(strings.NewReplacer(
			"%n", name, "%s", fmt.Sprint(info.Size()), "%a", octal(info.Mode()), "%A", modeString(info),
			"%y", info.ModTime().In(c.Zone()).Format("2006-01-02 15:04:05.000000000 -0700"), "%Y", fmt.Sprint(info.ModTime().Unix()),
			"%F", kind, "%u", fmt.Sprint(c.Container().UID), "%g", fmt.Sprint(c.Group(info)),
			"%U", tool.AccountName(c.Container().UID), "%G", tool.AccountName(c.Group(info)),
		).Replace(layout) + "\n")
		return nil
	})
}
