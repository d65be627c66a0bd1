package shell

import (
	"math/rand/v2"
	"regexp"
	"time"

	"mvdan.cc/sh/v3/expand"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/variables"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/signal"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// process implements [tool.Process]: it is what a tool sees of the shell that runs it.
type process struct {
	*Shell
	takesOver bool // the tool has taken the shell's place
}

func (p *process) Container() *tool.Container { return &p.surroundings.Container }

func (p *process) Stream(fd int) tool.Stream {
	f, ok := p.fds[fd]
	if !ok {
		return nil
	}
	return f.BoundTo(p.p)
}

func (p *process) Open(name string, flags files.Flags) (tool.Stream, error) {
	f, err := p.openFile(name, flags)
	if err != nil {
		return nil, err
	}
	return f.BoundTo(p.p), nil
}

func (p *process) Abs(name string) string            { return p.abs(name) }
func (p *process) Errorf(format string, args ...any) { p.Errf(format, args...) }

func (p *process) Var(name string) (value string, set bool) {
	v := p.lookup(name)
	return v.String(), v.Set
}

func (p *process) Environ() map[string]string { return p.vars.Exported() }

func (p *process) WithEnv(edits []tool.EnvEdit, do func(tool.Process) int) int {
	t := p.sub(p.p)
	defer t.discard()
	for _, e := range edits {
		switch {
		case e.Clear:
			t.vars.Drop(func(_ string, v expand.Variable) bool { return v.Exported })
		case e.Unset:
			t.vars.Drop(func(name string, _ expand.Variable) bool { return name == e.Name })
		default:
			v := variables.String(e.Value)
			v.Exported = true
			_ = t.Assign(e.Name, v)
		}
	}
	return do(&process{t, p.takesOver})
}

func (p *process) Find(name string) string { return p.which(name) }
func (p *process) Run(args []string) int   { return p.exec(args, nil) }

func (p *process) Replace(args []string) int {
	p.Shell.takesOver = p.takesOver
	return p.exec(args, nil)
}

func (p *process) Start(args []string) (tool.Child, bool) {
	started := p.start(func(*Shell) {}, func(t *Shell) { t.status = t.exec(args, nil) })
	if started == nil {
		return nil, false
	}
	return child{parent: p.p, proc: started}, true
}

func (p *process) HandleSignals() { p.p.HandlesSignals = p.takesOver }

func (p *process) Now() time.Time           { return p.p.Now() }
func (p *process) Sleep(d time.Duration)    { p.p.Sleep(d) }
func (p *process) Step(n int)               { p.p.Step(n) }
func (p *process) ExceedMemory(what string) { p.p.ExceedMemory(what) }
func (p *process) Rand() *rand.Rand         { return p.p.Rand() }
func (p *process) Match(pat, text string) bool {
	return p.p.Match(pat, text)
}

func (p *process) Regexp(expr string) (*regexp.Regexp, error) { return p.p.Regexp(expr) }

func (p *process) Usage() tool.Usage {
	u := tool.Usage{Uptime: p.p.Uptime()}
	u.Memory, u.MemoryLimit = p.p.Memory()
	for _, q := range p.p.Processes() {
		u.Processes = append(u.Processes, q.PID)
	}
	return u
}

// command runs a tool.
func (s *Shell) command(run tool.Func, args []string) int {
	return run.Run(&process{s, s.consumeTakesOver()}, args)
}

// child is a process that a tool has started.
type child struct{ parent, proc *machine.Process }

func (c child) Signal(sig signal.Signal) { c.proc.Send(sig) }
func (c child) Status() int              { return c.proc.Status }

func (c child) Wait(d time.Duration) bool {
	var until time.Time
	if d >= 0 {
		until = c.parent.Now().Add(d)
	}
	c.parent.Wait(until, func() bool { return c.proc.Done })
	return c.proc.Done
}
