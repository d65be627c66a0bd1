package text

import "github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"

// Uniq joins equal lines that follow one another.
func Uniq(c *tool.Command) int {
	opts, operands := c.Flags("")
	var all []string
	status := c.EachInput(operands, func(_ string, data []byte) { all = append(all, tool.Lines(data)...) })
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j] == all[i] {
			j++
		}
		switch {
		case opts.Has("d") && j-i == 1, opts.Has("u") && j-i > 1:
		case opts.Has("c"):
			c.Printf("%7d %s\n", j-i, all[i])
		default:
			c.Print(all[i] + "\n")
		}
		i = j
	}
	return status
}
