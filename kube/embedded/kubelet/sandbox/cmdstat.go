package sandbox

import (
	"fmt"
	"io/fs"
	"strings"
)

// octal is a mode as stat shows it.
func octal(mode fs.FileMode) string {
	bits := mode.Perm()
	if mode&fs.ModeSetgid != 0 {
		bits |= 0o2000
	}
	return fmt.Sprintf("%o", bits)
}

func programStat(c *command) int {
	opts, operands := c.flags("c")
	layout, ok := opts['c']
	if !ok {
		layout = "  File: %n\n  Size: %s\n  Access: (%a/%A)\n  Modify: %y"
	}
	return c.each(operands, func(name string) error {
		info, err := c.fs().Stat(c.Abs(name), opts.has("L"))
		if err != nil {
			return err
		}
		kind := "regular file"
		if info.IsDir() {
			kind = "directory"
		}
		c.print(strings.NewReplacer(
			"%n", name, "%s", fmt.Sprint(info.Size()), "%a", octal(info.Mode()), "%A", modeString(info),
			"%y", info.ModTime().In(c.zone()).Format("2006-01-02 15:04:05.000000000 -0700"), "%Y", fmt.Sprint(info.ModTime().Unix()),
			"%F", kind, "%u", fmt.Sprint(c.Container().UID), "%g", fmt.Sprint(c.group(info)),
			"%U", accountName(c.Container().UID), "%G", accountName(c.group(info)),
		).Replace(layout) + "\n")
		return nil
	})
}
