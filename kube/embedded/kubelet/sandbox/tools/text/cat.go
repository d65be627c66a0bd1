// Package text has the simulated tools that read and write text: cat, grep, sed, sort and the like. It changes no files, except for
// those that a tool is asked to write.
package text

import (
	"errors"
	"syscall"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Cat prints files.
func Cat(c *tool.Command) int {
	_, operands := c.Flags("")
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
				c.Warn("can't open '%s': %s", name, files.Message(err))
				status = 1
				continue
			}
		}
		buf := make([]byte, 4096)
		for {
			n, err := f.Read(buf)
			if n > 0 {
				c.Print(string(buf[:n]))
			}
			if err != nil {
				if errors.Is(err, syscall.EISDIR) {
					c.Warn("read error: Is a directory")
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
