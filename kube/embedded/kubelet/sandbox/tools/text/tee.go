package text

import (
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Tee copies standard input to files too.
func Tee(c *tool.Command) int {
	opts, operands := c.Flags("")
	flags := files.Write | files.Create | files.Truncate
	if opts.Has("a") {
		flags = files.Write | files.Create | files.Append
	}
	var outs []tool.Stream
	status := 0
	for _, name := range operands {
		f, err := c.Open(name, flags)
		if err != nil {
			c.Warn("%s: %s", name, files.Message(err))
			status = 1
			continue
		}
		defer func() { _ = f.Close() }()
		outs = append(outs, f)
	}
	buf := make([]byte, 4096)
	for in := c.Stream(0); in != nil; {
		n, err := in.Read(buf)
		if n > 0 {
			for _, f := range outs {
				_, _ = f.Write(buf[:n])
			}
			c.Print(string(buf[:n]))
		}
		if err != nil {
			break
		}
	}
	return status
}
