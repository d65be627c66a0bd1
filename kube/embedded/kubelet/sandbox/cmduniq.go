package sandbox

func programUniq(c *command) int {
	opts, operands := c.flags("")
	var all []string
	status := c.eachInput(operands, func(_ string, data []byte) { all = append(all, lines(data)...) })
	for i := 0; i < len(all); {
		j := i
		for j < len(all) && all[j] == all[i] {
			j++
		}
		switch {
		case opts.has("d") && j-i == 1, opts.has("u") && j-i > 1:
		case opts.has("c"):
			c.printf("%7d %s\n", j-i, all[i])
		default:
			c.print(all[i] + "\n")
		}
		i = j
	}
	return status
}
