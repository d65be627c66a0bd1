package file

import (
	"path"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Du prints how much space files take.
func Du(c *tool.Command) int {
	opts, operands := c.Flags("d")
	if len(operands) == 0 {
		operands = []string{"."}
	}
	return c.Each(operands, func(name string) error {
		if _, err := c.FS().Stat(c.Abs(name), false); err != nil {
			return err
		}
		total := int64(0)
		var walk func(p, shown string, depth int) int64
		walk = func(p, shown string, depth int) int64 {
			c.Step(1)
			info, err := c.FS().Stat(p, false)
			if err != nil || depth > 64 {
				return 0
			}
			size := (info.Size() + 4095) / 4096 * 4
			if !info.IsDir() {
				return size
			}
			size = 4
			entries, _ := c.FS().ReadDir(p)
			for _, e := range entries {
				size += walk(path.Join(p, e.Name()), shown+"/"+e.Name(), depth+1)
			}
			if !opts.Has("s") {
				c.Printf("%d\t%s\n", size, shown)
			}
			return size
		}
		total = walk(c.Abs(name), name, 0)
		if opts.Has("s") {
			if opts.Has("h") {
				c.Printf("%.1fK\t%s\n", float64(total), name)
			} else {
				c.Printf("%d\t%s\n", total, name)
			}
		}
		return nil
	})
}

// Df prints how much space there is.
func Df(c *tool.Command) int {
	used := c.FS().Used() >> 10
	c.Print("Filesystem           1K-blocks      Used Available Use% Mounted on\n")
	c.Printf("overlay              %9d %9d %9d %3d%% /\n", files.MaxVolumeBytes>>10, used, int64(files.MaxVolumeBytes>>10)-used,
		min(100, used*100/(files.MaxVolumeBytes>>10)))
	return 0
}
