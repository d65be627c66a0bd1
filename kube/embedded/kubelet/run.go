package kubelet

import (
	"context"
	"sync"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
)

// run is one run of a container: a goroutine, from the instant of its start until its process 1 ends.
type run struct {
	process *sandbox.Container
	task    *clock.Task
	fs      *files.FS
	root    *files.Volume
	play    *sandbox.Play
	hooks   []*run // preStop

	mu     sync.Mutex
	begun  bool
	early  []string // signals that came before it began
	killed bool     // before it began
	result *result
}

const exitKilled = 137

type result struct {
	sandbox.Result
	at time.Time
}

// play runs a container on a goroutine of its own. It calls done at the end, with the clock held.
func (k *Kubelet) play(r *run, cfg sandbox.Config, done func()) {
	k.clock.AfterFunc(0, func() {
		k.mu.Lock()
		if k.stopped {
			k.mu.Unlock()
			return
		}
		k.players.Add(1)
		k.mu.Unlock()
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.killed {
			k.clock.Go(func() {
				defer k.players.Done()
				r.end(result{Result: sandbox.Result{ExitCode: exitKilled}, at: k.clock.Now()})
				done()
			})
			return
		}
		r.begun = true
		r.task = k.clock.NewTask(context.Background())
		cfg.Task, cfg.Clock = r.task, k.clock
		r.process = sandbox.New(cfg)
		for _, name := range r.early {
			r.process.Signal(name)
		}
		go func() {
			defer k.players.Done()
			defer r.task.Done()
			res := r.process.Run()
			r.end(result{Result: res, at: k.clock.Now()})
			done()
		}()
	})
}

func (r *run) end(res result) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.result = &res
}

func (r *run) over() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.result != nil
}

func (r *run) kill() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.begun {
		r.process.Kill()
	} else {
		r.killed = true
	}
	for _, hook := range r.hooks {
		hook.kill()
	}
}

func (r *run) signal(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.begun {
		r.process.Signal(name)
	} else {
		r.early = append(r.early, name)
	}
}
