package tools

import (
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tools/file"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tools/system"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tools/text"
)

// table are the tools by name.
var table = map[string]tool.Func{
	"cat": text.Cat, "touch": file.Touch, "mkdir": file.Mkdir, "rm": file.Rm, "rmdir": file.Rmdir,
	"mv": file.Mv, "cp": file.Cp, "ln": file.Ln, "chmod": file.Chmod, "chown": file.Chown,
	"chgrp": file.Chown, "mktemp": file.Mktemp, "ls": file.Ls, "stat": file.Stat, "du": file.Du,
	"df": file.Df, "readlink": file.Readlink, "realpath": file.Readlink, "find": file.Find,
	"head": text.Head, "tail": text.Tail, "wc": text.Wc, "sort": text.Sort, "uniq": text.Uniq,
	"tee": text.Tee, "rev": text.Rev, "basename": text.Basename, "dirname": text.Dirname,
	"seq": text.Seq, "grep": text.Grep, "egrep": text.Grep, "fgrep": text.Grep, "cut": text.Cut,
	"tr": text.Tr, "sed": text.Sed, "awk": text.Awk, "gawk": text.Awk, "expr": text.Expr,
	"date": system.Date, "env": system.Env, "printenv": system.Env, "hostname": system.Hostname, "id": system.ID,
	"whoami": system.Whoami, "uname": system.Uname, "nproc": system.Nproc, "arch": system.Nproc, "yes": system.Yes,
	"timeout": system.Timeout, "xargs": system.Xargs, "nohup": system.Prefix, "nice": system.Prefix,
	"sudo": system.Prefix, "stdbuf": system.Prefix, "setsid": system.Prefix, "sync": system.Sync,
	"tty": system.Tty, "clear": system.Nothing, "stty": system.Nothing, "usleep": system.Usleep,
	"base64": text.Base64, "md5sum": text.Sum, "sha256sum": text.Sum, "ps": system.Ps, "free": system.Free,
	"pgrep": system.Ps, "logger": system.Nothing, "tac": text.Tac, "uptime": system.Uptime,
	"which": system.Which,
}

// Lookup returns the tool of a name, nil for none.
func Lookup(name string) tool.Func { return table[name] }
