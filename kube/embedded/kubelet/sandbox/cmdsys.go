package sandbox

import (
	"path"
	"strconv"
	"strings"
	"time"
)

func programNothing(*command) int { return 0 }

func programSync(c *command) int {
	if c.Container().Sync != nil {
		c.Container().Sync()
	}
	return 0
}

func programHostname(c *command) int {
	c.print(c.Container().Hostname + "\n")
	return 0
}

func user(c *command) string { return accountName(c.Container().UID) }

func programWhoami(c *command) int {
	c.print(user(c) + "\n")
	return 0
}

func programUname(c *command) int {
	opts, _ := c.flags("")
	switch {
	case opts.has("a"):
		c.printf("Linux %s 6.12.0-simulated #1 SMP x86_64 GNU/Linux\n", c.Container().Hostname)
	case opts.has("n"):
		c.print(c.Container().Hostname + "\n")
	case opts.has("r"):
		c.print("6.12.0-simulated\n")
	case opts.has("mp"):
		c.print("x86_64\n")
	default:
		c.print("Linux\n")
	}
	return 0
}

func programNproc(c *command) int {
	c.print(map[string]string{"nproc": "2\n", "arch": "x86_64\n"}[path.Base(c.Args[0])])
	return 0
}

func programTty(c *command) int {
	c.print("not a tty\n")
	return 1
}

// programYes repeats a line until it is killed, its pipe closes or the container meets a bound.
func programYes(c *command) int {
	text := "y"
	if len(c.Args) > 1 {
		text = strings.Join(c.Args[1:], " ")
	}
	for {
		c.print(text + "\n")
	}
}

func programUsleep(c *command) int {
	if len(c.Args) > 1 {
		if us, err := strconv.ParseInt(c.Args[1], 10, 40); err == nil && us > 0 {
			c.Sleep(time.Duration(us) * time.Microsecond)
		}
	}
	return 0
}

func programPs(c *command) int {
	c.print("PID   USER     COMMAND\n")
	for _, pid := range c.Usage().Processes {
		c.printf("%5d %-8s %s\n", pid, user(c), path.Base(c.Container().Args[0]))
	}
	return 0
}

func programFree(c *command) int {
	usage := c.Usage()
	used, total := usage.Memory>>10, usage.MemoryLimit>>10
	c.printf("              total        used        free\nMem:   %12d%12d%12d\n", total, used, total-used)
	return 0
}

func programUptime(c *command) int {
	c.printf(" %s up %d min,  load average: 0.10, 0.10, 0.10\n", c.Now().In(c.zone()).Format("15:04:05"),
		int(c.Usage().Since.Minutes()))
	return 0
}
