package sandbox

func programTee(c *command) int {
	opts, operands := c.flags("")
	flags := openWrite | openCreate | openTruncate
	if opts.has("a") {
		flags = openWrite | openCreate | openAppend
	}
	var outs []toolStream
	status := 0
	for _, name := range operands {
		f, err := c.Open(name, flags)
		if err != nil {
			c.warn("%s: %s", name, message(err))
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
			c.print(string(buf[:n]))
		}
		if err != nil {
			break
		}
	}
	return status
}
