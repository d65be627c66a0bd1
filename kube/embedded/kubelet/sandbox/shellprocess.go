package sandbox

import (
	"math/rand/v2"
	"regexp"
	"time"

	"mvdan.cc/sh/v3/expand"
)

// process shows a tool the shell that runs it.
type process struct {
	*shell
	over bool // the tool has taken the place of the shell
}

func (p process) Container() *toolContainer { return &p.around.toolContainer }

func (p process) Stream(fd int) toolStream {
	f, ok := p.fds[fd]
	if !ok {
		return nil
	}
	return f.by(p.p)
}

func (p process) Open(name string, flags openFlags) (toolStream, error) {
	f, err := p.openFile(name, flags)
	if err != nil {
		return nil, err
	}
	return f.by(p.p), nil
}

func (p process) Abs(name string) string            { return p.abs(name) }
func (p process) Errorf(format string, args ...any) { p.errf(format, args...) }

func (p process) Var(name string) (value string, set bool) {
	v := p.lookup(name)
	return v.String(), v.Set
}

func (p process) Environ() map[string]string { return p.vars.exported() }

func (p process) WithEnv(edits []EnvEdit, do func(toolProcess) int) int {
	t := p.sub(p.p)
	defer t.discard()
	for _, e := range edits {
		switch {
		case e.Unset && e.Name == "":
			t.vars.drop(func(_ string, v expand.Variable) bool { return v.Exported })
		case e.Unset:
			t.vars.drop(func(name string, _ expand.Variable) bool { return name == e.Name })
		default:
			v := str(e.Value)
			v.Exported = true
			_ = t.assign(e.Name, v)
		}
	}
	return do(process{t, p.over})
}

func (p process) Find(name string) string { return p.which(name) }
func (p process) Run(args []string) int   { return p.exec(args, nil) }

func (p process) Replace(args []string) int {
	p.shell.over = p.over
	return p.exec(args, nil)
}

func (p process) Start(args []string) (toolChild, bool) {
	started := p.start(func(*shell) {}, func(t *shell) { t.status = t.exec(args, nil) })
	if started == nil {
		return nil, false
	}
	return child{parent: p.p, proc: started}, true
}

func (p process) HandleSignals() { p.p.handles = p.over }

func (p process) Now() time.Time           { return p.p.now() }
func (p process) Sleep(d time.Duration)    { p.p.sleep(d) }
func (p process) Step(n int)               { p.p.Step(n) }
func (p process) ExceedMemory(what string) { p.p.ExceedMemory(what) }
func (p process) Rand() *rand.Rand         { return p.p.rand() }
func (p process) Match(pat, text string) bool {
	return p.p.match(pat, text)
}

func (p process) Regexp(expr string) (*regexp.Regexp, error) { return p.p.regexp(expr) }

func (p process) Usage() Usage {
	u := Usage{Since: p.p.uptime()}
	u.Memory, u.MemoryLimit = p.p.memory()
	for _, q := range p.p.processes() {
		u.Processes = append(u.Processes, q.pid)
	}
	return u
}

// command runs a tool.
func (s *shell) command(run program, args []string) int {
	return run.run(process{s, s.takeOver()}, args)
}

// child is a process that a tool has started.
type child struct{ parent, proc *proc }

func (c child) Signal(sig signal) { c.proc.send(sig) }
func (c child) Status() int       { return c.proc.status }

func (c child) Wait(d time.Duration) bool {
	var until time.Time
	if d >= 0 {
		until = c.parent.now().Add(d)
	}
	c.parent.wait(until, func() bool { return c.proc.done })
	return c.proc.done
}
