// Package tools has the table of simulated tools: the programs that a container's shell finds. A program that is not in it is played by
// package simulated. The tools themselves are in the packages below: text for what reads and writes text, file for what works on the
// files, system for what is about the process, its user, the time or another program.
//
// To add a tool, write one function of the type [tool.Func] in a file of its own in one of these packages, and add one line to the
// table. The example of [tool.Func] shows such a function. A tool reaches all it needs through its [tool.Command]: never the host, nor a
// clock other than Now and Sleep. It calls Step in every loop, so that the container can be killed and its computing takes time.
package tools

import (
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tools/file"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tools/system"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tools/text"
)

// table has the tools by name.
var table = map[string]tool.Func{
	"awk":       text.Awk,
	"base64":    text.Base64,
	"basename":  text.Basename,
	"cat":       text.Cat,
	"cut":       text.Cut,
	"dirname":   text.Dirname,
	"egrep":     text.Grep,
	"expr":      text.Expr,
	"fgrep":     text.Grep,
	"gawk":      text.Awk,
	"grep":      text.Grep,
	"head":      text.Head,
	"md5sum":    text.Sum,
	"rev":       text.Rev,
	"sed":       text.Sed,
	"seq":       text.Seq,
	"sha256sum": text.Sum,
	"sort":      text.Sort,
	"tac":       text.Tac,
	"tail":      text.Tail,
	"tee":       text.Tee,
	"tr":        text.Tr,
	"uniq":      text.Uniq,
	"wc":        text.Wc,

	"chgrp":    file.Chown,
	"chmod":    file.Chmod,
	"chown":    file.Chown,
	"cp":       file.Cp,
	"df":       file.Df,
	"du":       file.Du,
	"find":     file.Find,
	"ln":       file.Ln,
	"ls":       file.Ls,
	"mkdir":    file.Mkdir,
	"mktemp":   file.Mktemp,
	"mv":       file.Mv,
	"readlink": file.Readlink,
	"realpath": file.Readlink,
	"rm":       file.Rm,
	"rmdir":    file.Rmdir,
	"stat":     file.Stat,
	"touch":    file.Touch,

	"arch":     system.Nproc,
	"clear":    system.Nothing,
	"date":     system.Date,
	"env":      system.Env,
	"free":     system.Free,
	"hostname": system.Hostname,
	"id":       system.ID,
	"logger":   system.Nothing,
	"nice":     system.Prefix,
	"nohup":    system.Prefix,
	"nproc":    system.Nproc,
	"pgrep":    system.Ps,
	"printenv": system.Env,
	"ps":       system.Ps,
	"setsid":   system.Prefix,
	"stdbuf":   system.Prefix,
	"stty":     system.Nothing,
	"sudo":     system.Prefix,
	"sync":     system.Sync,
	"timeout":  system.Timeout,
	"tty":      system.Tty,
	"uname":    system.Uname,
	"uptime":   system.Uptime,
	"usleep":   system.Usleep,
	"which":    system.Which,
	"whoami":   system.Whoami,
	"xargs":    system.Xargs,
	"yes":      system.Yes,
}

// Lookup returns the tool of a name, nil for none.
func Lookup(name string) tool.Func { return table[name] }
