package sandbox

import (
	"errors"
	"syscall"
)

func programCat(c *command) int {
	_, operands := c.flags("")
	if len(operands) == 0 {
		operands = []string{"-"}
	}
	status := 0
	for _, name := range operands {
		f := c.Stream(0)
		opened := name != "-" || f == nil
		if opened {
			var err error
			if f, err = c.Open(name, 0); err != nil {
				c.warn("can't open '%s': %s", name, message(err))
				status = 1
				continue
			}
		}
		buf := make([]byte, 4096)
		for {
			n, err := f.Read(buf)
			if n > 0 {
				c.print(string(buf[:n]))
			}
			if err != nil {
				if errors.Is(err, syscall.EISDIR) {
					c.warn("read error: Is a directory")
					status = 1
				}
				break
			}
		}
		if opened {
			_ = f.Close()
		}
	}
	return status
}
