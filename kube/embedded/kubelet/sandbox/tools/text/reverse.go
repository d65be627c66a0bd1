package text

import "github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"

// Rev reverses each line.
func Rev(c *tool.Command) int {
	_, operands := c.Flags("")
	return c.EachInput(operands, func(_ string, data []byte) {
		for _, line := range tool.Lines(data) {
			rs := []rune(line)
			for i, j := 0, len(rs)-1; i < j; i, j = i+1, j-1 {
				rs[i], rs[j] = rs[j], rs[i]
			}
			c.Print(string(rs) + "\n")
		}
	})
}

// Tac prints lines in reverse order.
func Tac(c *tool.Command) int {
	_, operands := c.Flags("")
	return c.EachInput(operands, func(_ string, data []byte) {
		all := tool.Lines(data)
		for i := len(all) - 1; i >= 0; i-- {
			c.Print(all[i] + "\n")
		}
	})
}
