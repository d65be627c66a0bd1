package sandbox

// programs are the tools by name.
var programs = map[string]program{
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

// lookupTool returns the tool of a name, nil for none.
func lookupTool(name string) program { return programs[name] }
