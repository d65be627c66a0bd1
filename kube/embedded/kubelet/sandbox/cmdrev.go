package sandbox

func programRev(c *command) int {
	_, operands := c.flags("")
	return c.eachInput(operands, func(_ string, data []byte) {
		for _, line := range lines(data) {
			rs := []rune(line)
			for i, j := 0, len(rs)-1; i < j; i, j = i+1, j-1 {
				rs[i], rs[j] = rs[j], rs[i]
			}
			c.print(string(rs) + "\n")
		}
	})
}

func programTac(c *command) int {
	_, operands := c.flags("")
	return c.eachInput(operands, func(_ string, data []byte) {
		all := lines(data)
		for i := len(all) - 1; i >= 0; i-- {
			c.print(all[i] + "\n")
		}
	})
}
