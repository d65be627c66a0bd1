package sandbox

import (
	"path"
	"time"

	"mvdan.cc/sh/v3/syntax"
)

// start runs part of the script as a process of its own; prepare may change its shell first.
func (s *shell) start(prepare func(*shell), body func(*shell)) *proc {
	if s.p.full() {
		s.errf("%s: can't fork: Resource temporarily unavailable\n", path.Base(s.name))
		return nil
	}
	t := s.sub(s.p)
	prepare(t)
	p, _ := s.p.spawn(func(p *proc) int {
		t.p, p.shell = p, t
		body(t)
		t.runExitTrap()
		return t.status
	}, func() { t.discard() })
	p.shell = t
	return p
}

// background runs a statement as a job.
func (s *shell) background(st *syntax.Stmt) {
	s.p.Step(10)
	p := s.start(func(t *shell) {
		t.fds[0].release()
		t.fds[0] = newNull()
		t.calm = 0
	}, func(t *shell) { t.foreground(st) })
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
func (s *shell) pipeline(b *syntax.BinaryCmd) {
	parts, both := pipelineParts(b)
	s.pipe(parts, both)
}

func (s *shell) pipe(parts []*syntax.Stmt, both []bool) {
	s.p.Step(10 * len(parts))
	var procs []*proc
	var in *file
	for i, st := range parts {
		var out, next *file
		if i < len(parts)-1 {
			next, out = newPipe()
		}
		stderr := i < len(both) && both[i]
		p := s.start(func(t *shell) {
			if in != nil {
				t.fds.replace(0, in)
			}
			if out != nil {
				t.fds.replace(1, out)
				if stderr {
					t.fds.replace(2, out.dup())
				}
			}
		}, func(t *shell) {
			t.p.Step(1)
			t.foreground(st)
		})
		if p == nil {
			for _, f := range []*file{in, out, next} {
				if f != nil {
					f.release()
				}
			}
			s.waitAll(procs)
			s.status = 2
			return
		}
		procs = append(procs, p)
		in = next
	}
	s.waitAll(procs)
	s.status = procs[len(procs)-1].status
	if s.opts.pipefail {
		for _, p := range procs {
			if p.status != 0 {
				s.status = p.status
			}
		}
	}
}

func (s *shell) waitAll(procs []*proc) {
	s.p.wait(time.Time{}, func() bool {
		for _, p := range procs {
			if !p.done {
				return false
			}
		}
		return true
	})
}

// wait is the built-in: for all jobs, or for those named by their process numbers.
func (s *shell) waitJobs(procs []*proc) (interrupted bool) {
	s.p.light = true
	defer func() { s.p.light = false }()
	all := func() bool {
		for _, p := range procs {
			if !p.done {
				return false
			}
		}
		return true
	}
	s.p.wait(time.Time{}, all)
	return !all()
}
