package kubelet

import (
	"errors"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/environment"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/logs"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

type state int

const (
	waiting state = iota
	running
	ended
)

// container is a container of a pod, through all its restarts.
type container struct {
	pod     *pod
	spec    *corev1.Container
	init    bool
	sidecar bool

	state        state
	reason       string // why it waits, or how it ended
	message      string
	everStarted  bool
	restartCount int32 // status.restartCount
	exitCode     int
	started      time.Time
	finished     time.Time
	id           string
	last         *corev1.ContainerState // of the run before

	run      *run
	nextRoot *files.Volume // prepared for the next run
	backOff  backOff
	pull     backOff
	pullAt   time.Time

	announced bool // an event has announced its end
	signaled  bool

	mu       sync.Mutex // what Logs reads
	log      *logs.Log
	previous *logs.Log
}

func newContainer(p *pod, spec *corev1.Container, init bool) *container {
	c := &container{pod: p, spec: spec, init: init}
	c.sidecar = init && spec.RestartPolicy != nil && *spec.RestartPolicy == corev1.ContainerRestartPolicyAlways
	c.reason = c.initialReason()
	return c
}

// initialReason returns why a container waits before its first start.
func (c *container) initialReason() string {
	if len(c.pod.obj.Spec.InitContainers) > 0 {
		return "PodInitializing"
	}
	return "ContainerCreating"
}

// willRestart reports whether the container, which has ended, is to run again.
func (c *container) willRestart() bool {
	return resource.Restarts(c.spec, c.pod.obj.Spec.RestartPolicy, int32(c.exitCode))
}

// keepRunning starts the container, once its back-off is over, unless it runs.
func (c *container) keepRunning() {
	if c.state == running {
		return
	}
	p, now := c.pod, c.pod.k.clock.Now()
	if c.state == ended {
		c.last = &corev1.ContainerState{Terminated: c.terminated()}
	}
	if c.last != nil {
		if until := c.backOff.until(c.finished); now.Before(until) {
			if c.state == ended || c.reason != "CrashLoopBackOff" {
				c.wait("CrashLoopBackOff", "back-off "+c.backOff.delay.String()+" restarting failed container="+c.spec.Name+" pod="+p.title())
				p.warn(c, "BackOff", "Back-off restarting failed container %s in pod %s", c.spec.Name, p.title())
				p.k.enqueueAfter(p.key, until.Sub(now))
			}
			return
		}
	}
	if !c.imageNamed() || !c.pullImage() {
		return
	}
	cfg, err := c.config()
	if err != nil {
		reason := "CreateContainerConfigError"
		if !errors.As(err, new(environment.Missing)) {
			reason = "CreateContainerError"
		}
		if c.state != waiting || c.reason != reason || c.message != err.Error() {
			p.warn(c, "Failed", "Error: %s", err)
		}
		c.wait(reason, err.Error())
		c.releaseNextRoot()
		p.await(err)
		return
	}
	if c.last != nil {
		c.backOff.next(c.finished, now)
		c.restartCount++
	}
	c.start(cfg)
}

func (c *container) wait(reason, message string) {
	c.state, c.reason, c.message = waiting, reason, message
}

func (p *pod) title() string {
	return p.obj.Name + "_" + p.obj.Namespace + "(" + string(p.obj.UID) + ")"
}

// start runs the container. Its goroutine begins once all other work of this instant is done, so that containers never compute at the
// same time.
func (c *container) start(cfg sandbox.Config) {
	p, k := c.pod, c.pod.k
	c.state, c.reason, c.message = running, "", ""
	c.everStarted, c.announced, c.signaled = true, false, false
	c.started, c.finished = k.clock.Now(), time.Time{}
	c.id = containerID(p.obj, c)
	log := logs.New(k.clock.Now)
	c.mu.Lock()
	c.previous, c.log = c.log, log
	c.mu.Unlock()
	p.normal(c, "Created", "Container created")
	p.normal(c, "Started", "Container started")
	cfg.Stdout, cfg.Stderr = log, log
	r := &run{fs: cfg.FS, root: c.root(), play: cfg.Play}
	if c.run != nil && c.run.root != nil {
		c.run.root.Release()
	}
	c.run = r
	k.play(r, cfg, func() {
		log.Close()
		k.enqueue(p.key)
	})
}

// recordEnd records the end of a run, if it has ended.
func (c *container) recordEnd() {
	r := c.run
	if c.state != running || r == nil || !r.over() {
		return
	}
	c.state = ended
	c.exitCode, c.finished = r.result.ExitCode, r.result.at
	if code := c.simulatedExitCode(); code >= 0 && c.exitCode == 0 {
		c.exitCode = code
	}
	c.reason, c.message = "Error", c.terminationMessage(r)
	switch {
	case r.result.Bound != "":
		if r.result.OutOfMemory() {
			c.reason = "OOMKilled"
		}
		if c.message == "" {
			c.message = "the simulated container exceeded its bound of " + r.result.Bound
		}
	case c.exitCode == 0:
		c.reason = "Completed"
	}
	c.archive()
}

// terminationMessage returns what the container wrote to its terminationMessagePath or, after an error, the end of its log if it asks
// for that.
func (c *container) terminationMessage(r *run) string {
	const most, mostOfLog, lines = 4096, 2048, 80
	path := c.spec.TerminationMessagePath
	if path == "" {
		path = corev1.TerminationMessagePathDefault
	}
	if data, err := r.fs.ReadFile(path); err == nil && len(data) > 0 {
		return string(data[:min(len(data), most)])
	}
	if c.spec.TerminationMessagePolicy == corev1.TerminationMessageFallbackToLogsOnError && c.exitCode != 0 {
		return c.log.Tail(lines, mostOfLog)
	}
	return ""
}

func (c *container) kill() {
	if c.run != nil && c.state == running {
		c.run.kill()
	}
}

// releaseFiles gives up the files of the last run.
func (c *container) releaseFiles() {
	c.releaseNextRoot()
	if c.run != nil {
		c.run.root.Release()
		c.run = nil
	}
}

// releaseNextRoot gives up the files of a run that was prepared and will not start.
func (c *container) releaseNextRoot() {
	if c.nextRoot != nil {
		c.nextRoot.Release()
		c.nextRoot = nil
	}
}

func (c *container) closeLogs() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, l := range []*logs.Log{c.log, c.previous} {
		if l != nil {
			l.Close()
		}
	}
}
