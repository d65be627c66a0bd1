// Package system has the simulated tools that are about the process, its user, the time or another program: env, id, date, timeout and
// the like.
package system

import (
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Nothing does nothing and succeeds.
func Nothing(*tool.Command) int { return 0 }

// Sync asks for files to be kept at once.
func Sync(c *tool.Command) int {
	if c.Container().Sync != nil {
		c.Container().Sync()
	}
	return 0
}

// Hostname prints the name of the host.
func Hostname(c *tool.Command) int {
	c.Print(c.Container().Hostname + "\n")
	return 0
}

func user(c *tool.Command) string { return tool.AccountName(c.Container().UID) }

// Whoami prints the user.
func Whoami(c *tool.Command) int {
	c.Print(user(c) + "\n")
	return 0
}

// Uname describes the system.
func Uname(c *tool.Command) int {
	opts, _ := c.Flags("")
	switch {
	case opts.Has("a"):
		c.Printf("Linux %s 6.12.0-simulated #1 SMP x86_64 GNU/Linux\n", c.Container().Hostname)
	case opts.Has("n"):
		c.Print(c.Container().Hostname + "\n")
	case opts.Has("r"):
		c.Print("6.12.0-simulated\n")
	case opts.Has("mp"):
		c.Print("x86_64\n")
	default:
		c.Print("Linux\n")
	}
	return 0
}

// Nproc prints the number of processors, or as arch their architecture.
func Nproc(c *tool.Command) int {
	c.Print(map[string]string{"nproc": "2\n", "arch": "x86_64\n"}[path.Base(c.Args[0])])
	return 0
}

// Tty says that there is no terminal.
func Tty(c *tool.Command) int {
	c.Print("not a tty\n")
	return 1
}

// Yes repeats a line until it is killed, its pipe closes or the container exceeds a bound.
func Yes(c *tool.Command) int {
	text := "y"
	if len(c.Args) > 1 {
		text = strings.Join(c.Args[1:], " ")
	}
	for {
		c.Print(text + "\n")
	}
}

// Usleep sleeps for microseconds.
func Usleep(c *tool.Command) int {
	if len(c.Args) > 1 {
		if us, err := strconv.ParseInt(c.Args[1], 10, 40); err == nil && us > 0 {
			c.Sleep(time.Duration(us) * time.Microsecond)
		}
	}
	return 0
}

// Ps lists processes.
func Ps(c *tool.Command) int {
	c.Print("PID   USER     COMMAND\n")
	for _, pid := range c.Usage().Processes {
		c.Printf("%5d %-8s %s\n", pid, user(c), path.Base(c.Container().Args[0]))
	}
	return 0
}

// Free prints how much memory is in use.
func Free(c *tool.Command) int {
	usage := c.Usage()
	used, total := usage.Memory>>10, usage.MemoryLimit>>10
	c.Printf("              total        used        free\nMem:   %12d%12d%12d\n", total, used, total-used)
	return 0
}

// Uptime prints how long the container has run.
func Uptime(c *tool.Command) int {
	c.Printf(" %s up %d min,  load average: 0.10, 0.10, 0.10\n", c.Now().In(c.Zone()).Format("15:04:05"),
		int(c.Usage().Uptime.Minutes()))
	return 0
}
