package sandbox

import (
	"path"
)

func programDu(c *command) int {
	opts, operands := c.flags("d")
	if len(operands) == 0 {
		operands = []string{"."}
	}
	return c.each(operands, func(name string) error {
		if _, err := c.fs().Stat(c.Abs(name), false); err != nil {
			return err
		}
		total := int64(0)
		var walk func(p, shown string, depth int) int64
		walk = func(p, shown string, depth int) int64 {
			c.Step(1)
			info, err := c.fs().Stat(p, false)
			if err != nil || depth > 64 {
				return 0
			}
			size := (info.Size() + 4095) / 4096 * 4
			if !info.IsDir() {
				return size
			}
			size = 4
			entries, _ := c.fs().ReadDir(p)
			for _, e := range entries {
				size += walk(path.Join(p, e.Name()), shown+"/"+e.Name(), depth+1)
			}
			if !opts.has("s") {
				c.printf("%d\t%s\n", size, shown)
			}
			return size
		}
		total = walk(c.Abs(name), name, 0)
		if opts.has("s") {
			if opts.has("h") {
				c.printf("%.1fK\t%s\n", float64(total), name)
			} else {
				c.printf("%d\t%s\n", total, name)
			}
		}
		return nil
	})
}

func programDf(c *command) int {
	used := c.fs().Used() >> 10
	c.print("Filesystem           1K-blocks      Used Available Use% Mounted on\n")
	c.printf("overlay              %9d %9d %9d %3d%% /\n", maxVolumeBytes>>10, used, int64(maxVolumeBytes>>10)-used,
		min(100, used*100/(maxVolumeBytes>>10)))
	return 0
}
