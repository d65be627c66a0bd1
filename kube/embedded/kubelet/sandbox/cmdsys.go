package sandbox

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

func init() { // a literal would refer to itself through commands that run others
	programs = map[string]program{
		"cat": programCat, "touch": programTouch, "mkdir": programMkdir, "rm": programRm, "rmdir": programRmdir,
		"mv": programMv, "cp": programCp, "ln": programLn, "chmod": programChmod, "chown": programChown,
		"chgrp": programChown, "mktemp": programMktemp, "ls": programLs, "stat": programStat, "du": programDu,
		"df": programDf, "readlink": programReadlink, "realpath": programReadlink, "find": programFind,
		"head": programHead, "tail": programTail, "wc": programWc, "sort": programSort, "uniq": programUniq,
		"tee": programTee, "rev": programRev, "basename": programBasename, "dirname": programDirname,
		"seq": programSeq, "grep": programGrep, "egrep": programGrep, "fgrep": programGrep, "cut": programCut,
		"tr": programTr, "sed": programSed, "awk": programAwk, "gawk": programAwk, "expr": programExpr,
		"date": programDate, "env": programEnv, "printenv": programEnv, "hostname": programHostname, "id": programID,
		"whoami": programWhoami, "uname": programUname, "nproc": programNproc, "arch": programNproc, "yes": programYes,
		"timeout": programTimeout, "xargs": programXargs, "nohup": programPrefix, "nice": programPrefix,
		"sudo": programPrefix, "stdbuf": programPrefix, "setsid": programPrefix, "sync": programSync,
		"tty": programTty, "clear": programNothing, "stty": programNothing, "usleep": programUsleep,
		"base64": programBase64, "md5sum": programSum, "sha256sum": programSum, "ps": programPs, "free": programFree,
		"pgrep": programPs, "logger": programNothing, "tac": programTac, "uptime": programUptime,
		"which": programWhich,
	}
}

func programNothing(*command) int { return 0 }

func programSync(c *command) int {
	if c.Container().Sync != nil {
		c.Container().Sync()
	}
	return 0
}

func programEnv(c *command) int {
	rest := c.Args[1:]
	if path.Base(c.Args[0]) == "printenv" && len(rest) > 0 {
		value, set := c.Var(rest[0])
		if set {
			c.print(value + "\n")
		}
		return boolStatus(set)
	}
	var edits []EnvEdit
	for len(rest) > 0 {
		name, value, isVar := strings.Cut(rest[0], "=")
		switch {
		case rest[0] == "-i" || rest[0] == "-":
			edits = append(edits, EnvEdit{Unset: true})
		case rest[0] == "-u" && len(rest) > 1:
			edits = append(edits, EnvEdit{Name: rest[1], Unset: true})
			rest = rest[1:]
		case isVar:
			edits = append(edits, EnvEdit{Name: name, Value: value})
		default:
			return c.WithEnv(edits, func(p toolProcess) int { return p.Replace(rest) })
		}
		rest = rest[1:]
	}
	return c.WithEnv(edits, func(p toolProcess) int {
		env := p.Environ()
		for _, name := range slices.Sorted(maps.Keys(env)) {
			c.print(name + "=" + env[name] + "\n")
		}
		return 0
	})
}

func programHostname(c *command) int {
	c.print(c.Container().Hostname + "\n")
	return 0
}

func (c *command) user() string { return accountName(c.Container().UID) }

func programWhoami(c *command) int {
	c.print(c.user() + "\n")
	return 0
}

func programUname(c *command) int {
	opts, _ := c.flags("")
	switch {
	case has(opts, "a"):
		c.printf("Linux %s 6.12.0-simulated #1 SMP x86_64 GNU/Linux\n", c.Container().Hostname)
	case has(opts, "n"):
		c.print(c.Container().Hostname + "\n")
	case has(opts, "r"):
		c.print("6.12.0-simulated\n")
	case has(opts, "mp"):
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

func programBase64(c *command) int {
	opts, operands := c.flags("w")
	return c.eachInput(operands, func(_ string, data []byte) {
		if !has(opts, "d") {
			c.print(base64.StdEncoding.EncodeToString(data) + "\n")
			return
		}
		plain, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(data)), ""))
		if err != nil {
			c.warn("invalid input")
		}
		c.print(string(plain))
	})
}

func programSum(c *command) int {
	_, operands := c.flags("")
	return c.eachInput(operands, func(name string, data []byte) {
		if path.Base(c.Args[0]) == "md5sum" {
			c.print(fmt.Sprintf("%x  %s\n", md5.Sum(data), name))
		} else {
			c.print(fmt.Sprintf("%x  %s\n", sha256.Sum256(data), name))
		}
	})
}

func programPs(c *command) int {
	c.print("PID   USER     COMMAND\n")
	for _, pid := range c.Usage().Processes {
		c.printf("%5d %-8s %s\n", pid, c.user(), path.Base(c.Container().Args[0]))
	}
	return 0
}

func programFree(c *command) int {
	usage := c.Usage()
	used, total := usage.Memory>>10, usage.MemoryLimit>>10
	c.printf("              total        used        free\nMem:   %12d%12d%12d\n", total, used, total-used)
	return 0
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

func programUptime(c *command) int {
	c.printf(" %s up %d min,  load average: 0.10, 0.10, 0.10\n", c.Now().In(c.zone()).Format("15:04:05"),
		int(c.Usage().Since.Minutes()))
	return 0
}
