package shell

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/script"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/stream"
)

// start runs part of the script as a process of its own; prepare may change its shell first.
func (s *Shell) start(prepare func(*Shell), body func(*Shell)) *machine.Process {
	if s.p.Full() {
		s.Complain("can't fork: Resource temporarily unavailable")
		return nil
	}
	t := s.sub(s.p)
	prepare(t)
	p, _ := s.p.Spawn(func(p *machine.Process) int {
		t.p, p.Traps = p, t
		body(t)
		t.runExitTrap()
		return t.status
	}, func() { t.discard() })
	p.Traps = t
	return p
}

// background runs a statement as a job.
func (s *Shell) background(st *syntax.Stmt) {
	s.p.Step(10)
	p := s.start(func(t *Shell) {
		t.fds[0].Release()
		t.fds[0] = stream.Null()
		t.errexitOff = 0
	}, func(t *Shell) { t.foreground(st) })
	if p == nil {
		s.status = 2
		return
	}
	s.jobs = append(s.jobs, p)
	if len(s.jobs) > 256 {
		s.jobs = s.jobs[1:]
	}
	s.status = 0
}

// pipeline runs X | Y | Z, each on a process of its own.
func (s *Shell) pipeline(b *syntax.BinaryCmd) {
	parts, both := script.Pipeline(b)
	s.pipe(parts, both)
}

func (s *Shell) pipe(parts []*syntax.Stmt, both []bool) {
	s.p.Step(10 * len(parts))
	var procs []*machine.Process
	var in *stream.File
	for i, st := range parts {
		var out, next *stream.File
		if i < len(parts)-1 {
			next, out = stream.Pipe()
		}
		stderr := i < len(both) && both[i]
		p := s.start(func(t *Shell) {
			if in != nil {
				t.fds.Replace(0, in)
			}
			if out != nil {
				t.fds.Replace(1, out)
				if stderr {
					t.fds.Replace(2, out.Dup())
				}
			}
		}, func(t *Shell) {
			t.p.Step(1)
			t.foreground(st)
		})
		if p == nil {
			for _, f := range []*stream.File{in, out, next} {
				if f != nil {
					f.Release()
				}
			}
			s.p.WaitAll(procs)
			s.status = 2
			return
		}
		procs = append(procs, p)
		in = next
	}
	s.p.WaitAll(procs)
	s.status = procs[len(procs)-1].Status
	if s.flags.pipefail {
		for _, p := range procs {
			if p.Status != 0 {
				s.status = p.Status
			}
		}
	}
}
