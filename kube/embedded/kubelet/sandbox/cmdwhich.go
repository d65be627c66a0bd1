package sandbox

// programWhich prints where programs are. Every name is one, as it can be run, but for the words of the shell alone.
func programWhich(c *command) int {
	_, operands := c.flags("")
	status := boolStatus(len(operands) > 0)
	for _, name := range operands {
		if at := c.Find(name); at != "" {
			c.print(at + "\n")
		} else {
			status = 1
		}
	}
	return status
}
