package kubelet

import (
	"math"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/scheduler"
)

// stopping is the end of a pod: signals, then death once the grace period is over.
type stopping struct {
	until   time.Time
	timer   *clock.Timer
	ignored bool // by the runtime: see stop
}

// stop ends the pod within a grace period; a later call can only shorten it. A period whose seconds overflow is negative and ends
// nothing. Upstream's kubelet allows the runtime that time for the request, which thus expires before the runtime has it (StopContainer
// in k8s.io/cri-client/pkg/remote_runtime.go), and the containers run on to their own end.
func (p *pod) stop(grace time.Duration) {
	unheard := grace < 0
	if unheard {
		grace = math.MaxInt64
	}
	until := p.k.clock.Now().Add(grace)
	if s := p.stopping; s != nil {
		if !until.Before(s.until) {
			return
		}
		s.end()
	}
	p.stopping = &stopping{until: until, ignored: unheard}
	if !unheard && p.anyRunning() {
		p.stopping.timer = p.k.enqueueAfter(p.key, grace)
	}
}

func (p *pod) anyRunning() bool {
	for _, c := range p.containers {
		if c.state == running {
			return true
		}
	}
	return false
}

func (s *stopping) end() {
	if s.timer != nil {
		s.timer.Stop()
	}
}

// advanceStop ends the regular containers, then the sidecars, the last first. It settles the pod when none is left.
func (p *pod) advanceStop() {
	overdue := !p.k.clock.Now().Before(p.stopping.until)
	busy := false
	for _, c := range p.containers {
		if c.state == running && !c.sidecar {
			busy = true
			c.terminate(overdue)
		}
	}
	for i := len(p.containers) - 1; i >= 0 && !busy; i-- {
		if c := p.containers[i]; c.state == running {
			busy = true
			c.terminate(overdue)
		}
	}
	if !busy {
		p.stopping.end()
		p.finish()
	}
}

// terminate asks a container to end, or kills it if its time is over.
func (c *container) terminate(overdue bool) {
	if !c.announced {
		c.announced = true
		c.pod.normal(c, "Killing", "Stopping container %s", c.spec.Name)
	}
	if overdue {
		c.kill()
		return
	}
	if c.signaled || c.pod.stopping.ignored {
		return
	}
	c.signaled = true
	r := c.run
	if c.spec.Lifecycle == nil || c.spec.Lifecycle.PreStop == nil {
		r.signal(c.stopSignal())
		return
	}
	name := c.stopSignal()
	c.preStop(c.spec.Lifecycle.PreStop, func() { r.signal(name) })
}

func (c *container) stopSignal() string {
	if l := c.spec.Lifecycle; l != nil && l.StopSignal != nil {
		return string(*l.StopSignal)
	}
	return "TERM"
}

// preStop runs a hook, then calls next. What the hook prints is discarded, as on a cluster.
func (c *container) preStop(hook *corev1.LifecycleHandler, next func()) {
	k := c.pod.k
	switch {
	case hook.Sleep != nil:
		k.clock.AfterFunc(scheduler.Seconds(hook.Sleep.Seconds), next)
	case hook.Exec != nil && len(hook.Exec.Command) > 0:
		cfg, err := c.sandboxConfig(c.run.fs)
		if err != nil {
			next()
			return
		}
		cfg.Args, cfg.Play = hook.Exec.Command, nil
		cfg.Stdout, cfg.Stderr = discard{}, discard{}
		r := &run{fs: c.run.fs}
		c.run.mu.Lock()
		c.run.hooks = append(c.run.hooks, r)
		c.run.mu.Unlock()
		ref := about(c.pod.obj, c)
		k.play(r, cfg, func() {
			if r.result.ExitCode != 0 {
				k.eventf(k.kubelet, ref, corev1.EventTypeWarning, "FailedPreStopHook", "PreStopHook failed")
			}
			next()
		})
	default:
		next() // a request, for which there is no network
	}
}

type discard struct{}

func (discard) Write(b []byte) (int, error) { return len(b), nil }

// finish gives the pod its final phase, when none of its containers runs or will run.
func (p *pod) finish() {
	p.done = true
	now := p.k.clock.Now()
	for _, c := range p.containers {
		if c.state != waiting || c.init && p.failedInit() && !c.everStarted {
			continue
		}
		switch {
		case c.last != nil: // it waited for a restart that will not come
			t := c.last.Terminated
			c.state, c.exitCode, c.reason, c.message = ended, int(t.ExitCode), t.Reason, t.Message
			c.last = nil
		case !c.init && !p.failedInit():
			c.state, c.exitCode, c.finished, c.started = ended, 137, now, now
			c.reason, c.message = unknown, "The container could not be located when the pod was terminated"
			c.id = ""
		}
	}
}

// failedInit reports whether an init container has failed for good.
func (p *pod) failedInit() bool {
	for _, c := range p.containers {
		if c.init && !c.sidecar && c.state == ended && c.exitCode != 0 {
			return true
		}
	}
	return false
}

// phase returns the pod's phase, from its containers.
func (p *pod) phase() corev1.PodPhase {
	if p.done {
		if p.reason != "" || p.failedInit() {
			return corev1.PodFailed
		}
		for _, c := range p.containers {
			if !c.init && (c.state != ended || c.exitCode != 0) {
				return corev1.PodFailed
			}
		}
		return corev1.PodSucceeded
	}
	for _, c := range p.containers {
		switch {
		case c.init && !c.sidecar && (c.state != ended || c.exitCode != 0):
			return corev1.PodPending
		case c.init && !c.everStarted:
			return corev1.PodPending
		case !c.init && c.state == waiting && c.last == nil:
			return corev1.PodPending
		}
	}
	return corev1.PodRunning
}

// sandboxConfig returns what the container's program and its hooks have in common.
func (c *container) sandboxConfig(fs *files.FS) (sandbox.Config, error) {
	env, err := c.pod.environment().Of(c.spec)
	if err != nil {
		return sandbox.Config{}, err
	}
	cfg := sandbox.Config{
		FS: fs, Dir: c.spec.WorkingDir, Hostname: c.pod.hostname(), Limits: c.pod.k.opts.Limits,
		NoTraps: c.pod.k.opts.NoTraps, Sync: c.pod.k.writeBackNow, Seed: c.pod.seed(c.spec.Name, c.restartCount),
	}
	for _, v := range env {
		cfg.Env = append(cfg.Env, v.Name+"="+v.Value)
	}
	return cfg, c.identity(&cfg)
}
