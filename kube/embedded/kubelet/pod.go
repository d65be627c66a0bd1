package kubelet

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/simulation"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/volume"
	"github.com/kronoscope/kronoscope/scheduler"
)

const retryDelay = time.Second // after a write that failed

// pod is a pod on the node. Only the worker uses it, except for the parts of container that have a lock.
type pod struct {
	k   *Kubelet
	key types.NamespacedName
	uid types.UID
	obj *corev1.Pod // as last read or written

	settings   simulation.Settings // what its annotations ask for
	containers []*container
	volumes    *volume.Set  // nil before they are made, and after they are released
	unarchived []pendingLog // logs of runs, whose end must not be reported before they are kept
	ip         string
	startTime  metav1.Time // status.startTime
	startAfter time.Time   // when it may start
	prepared   bool
	staleAt    time.Time    // when its volumes are made again, since what they show has changed; zero: never
	mountError string       // why its volumes cannot be mounted
	retryTimer *clock.Timer // for the next try after the node's storage was full

	deadline *clock.Timer
	stopping *stopping
	reason   string // of a failed pod, with its message
	message  string
	done     bool // its phase is final
}

// sync brings a pod one step further. It is called whenever the pod or a container has changed, or an instant has come.
func (k *Kubelet) sync(key types.NamespacedName) {
	p := k.get(key)
	obj, err := k.client.Pods().Get(key.Namespace, key.Name)
	if err != nil && !apierrors.IsNotFound(err) {
		k.enqueueAfter(key, retryDelay)
		return
	}
	if p != nil && (err != nil || obj.UID != p.obj.UID) {
		k.forget(p)
		p = nil
	}
	if err != nil {
		return
	}
	if obj.Spec.NodeName == "" {
		if obj = k.schedule(obj); obj == nil {
			return
		}
	}
	if obj.Spec.NodeName != k.opts.NodeName {
		return
	}
	ended := obj.Status.Phase == corev1.PodSucceeded || obj.Status.Phase == corev1.PodFailed
	if p == nil {
		if ended {
			k.remove(obj)
			return
		}
		p = k.admit(key, obj)
	}
	p.observe(obj)
	for _, c := range p.containers {
		c.recordEnd()
	}
	p.archiveLogs()
	if ended {
		if !p.done { // it was ended by something else, such as a disruption
			p.killAll()
			p.done = true
			p.release()
			k.left(p.uid)
		}
		k.remove(obj)
		return
	}
	if !p.done { // otherwise its end could not be reported so far
		p.play()
	}
	if p.report() && p.done {
		k.left(p.uid)
		k.remove(p.obj)
	}
}

// play brings a pod that has not ended to the state it should have at this instant.
func (p *pod) play() {
	if p.obj.DeletionTimestamp != nil {
		grace := int64(0)
		if p.obj.DeletionGracePeriodSeconds != nil {
			grace = *p.obj.DeletionGracePeriodSeconds
		}
		p.stop(scheduler.Seconds(grace))
	}
	p.advance()
	if p.done {
		p.release()
	}
}

// admit begins to play a pod.
func (k *Kubelet) admit(key types.NamespacedName, obj *corev1.Pod) *pod {
	k.node.Beat()
	p := &pod{k: k, key: key, uid: obj.UID, obj: obj, startTime: metav1.NewTime(k.clock.Now().Truncate(time.Second))}
	if obj.Status.StartTime != nil {
		p.startTime = *obj.Status.StartTime
	}
	p.ip = obj.Status.PodIP
	if p.ip == "" {
		p.ip = k.newIP(obj)
	}
	p.settings = p.readSettings()
	for i := range obj.Spec.InitContainers {
		p.containers = append(p.containers, newContainer(p, &obj.Spec.InitContainers[i], true))
	}
	for i := range obj.Spec.Containers {
		p.containers = append(p.containers, newContainer(p, &obj.Spec.Containers[i], false))
	}
	begun := p.resume()
	if delay := p.startupDelay(); delay > 0 {
		p.startAfter = k.clock.Now().Add(delay)
		k.enqueueAfter(key, delay)
	}
	if s := obj.Spec.ActiveDeadlineSeconds; s != nil {
		left := p.startTime.Add(time.Duration(*s) * time.Second).Sub(k.clock.Now())
		p.deadline = k.enqueueAfter(key, max(left, 0))
	}
	switch {
	case begun && p.unfinished():
		p.normal(nil, "SandboxChanged", "Pod sandbox changed, it will be killed and re-created.")
	case !begun && p.ignoresSomething():
		p.normal(nil, "Simulated", "kronoscope simulates containers: probes and postStart hooks are ignored")
	}
	k.put(p)
	k.arrived(obj)
	return p
}

func (p *pod) ignoresSomething() bool {
	for _, c := range p.containers {
		s := c.spec
		if s.LivenessProbe != nil || s.ReadinessProbe != nil || s.StartupProbe != nil ||
			s.Lifecycle != nil && s.Lifecycle.PostStart != nil {
			return true
		}
	}
	return false
}

// advance starts and stops what is due at this instant.
func (p *pod) advance() {
	if p.pastDeadline() {
		p.stop(p.gracePeriod())
	}
	if p.prepared && p.stopping == nil {
		p.refresh()
	}
	switch {
	case p.stopping != nil:
	case p.k.clock.Now().Before(p.startAfter):
	case !p.prepared && !p.prepare():
	case p.initialize():
		p.playMain()
	}
	if p.stopping != nil {
		p.advanceStop()
	}
}

func (p *pod) pastDeadline() bool {
	s := p.obj.Spec.ActiveDeadlineSeconds
	if s == nil || p.stopping != nil || p.k.clock.Now().Before(p.startTime.Add(time.Duration(*s)*time.Second)) {
		return false
	}
	p.reason, p.message = "DeadlineExceeded", "Pod was active on the node longer than the specified deadline"
	p.normal(nil, p.reason, "%s", p.message)
	return true
}

// initialize plays the init containers in order, and reports whether the others may run.
func (p *pod) initialize() bool {
	for _, c := range p.containers {
		if !c.init {
			break
		}
		if c.sidecar {
			c.keepRunning()
			if !c.everStarted {
				return false
			}
			continue
		}
		if c.state == ended && c.exitCode == 0 {
			continue
		}
		if c.state == ended && !c.willRestart() {
			p.stop(p.gracePeriod()) // a failed init container fails the pod
			return false
		}
		c.keepRunning()
		return false
	}
	return true
}

// playMain runs the regular containers and, once they have ended, ends the sidecars.
func (p *pod) playMain() {
	over := true
	for _, c := range p.containers {
		if c.init {
			continue
		}
		if c.state == ended && !c.willRestart() {
			continue
		}
		over = false
		c.keepRunning()
	}
	if over {
		p.stop(p.gracePeriod())
	}
}

func (p *pod) gracePeriod() time.Duration {
	if s := p.obj.Spec.TerminationGracePeriodSeconds; s != nil {
		return scheduler.Seconds(*s)
	}
	return 30 * time.Second
}

// release gives up what an ended pod no longer needs, except for its logs.
func (p *pod) release() {
	if p.deadline != nil {
		p.deadline.Stop()
	}
	if p.retryTimer != nil {
		p.retryTimer.Stop()
	}
	p.releaseVolumes()
	for _, c := range p.containers {
		c.releaseFiles()
	}
}

// remove deletes an ended pod whose deletion waits for the kubelet.
func (k *Kubelet) remove(obj *corev1.Pod) {
	if obj.DeletionTimestamp == nil || obj.DeletionGracePeriodSeconds != nil && *obj.DeletionGracePeriodSeconds == 0 {
		return
	}
	now := int64(0)
	err := k.client.Pods().Delete(obj.Namespace, obj.Name, metav1.DeleteOptions{
		GracePeriodSeconds: &now, Preconditions: &metav1.Preconditions{UID: &obj.UID},
	})
	if err != nil && !apierrors.IsNotFound(err) {
		k.retry(obj, err)
	}
}

// forget drops a pod that the API no longer has, with its logs.
func (k *Kubelet) forget(p *pod) {
	p.killAll()
	p.release()
	k.left(p.uid)
	k.mu.Lock()
	defer k.mu.Unlock()
	delete(k.pods, p.key)
	delete(k.awaiting, p.key)
}

func (p *pod) killAll() {
	for _, c := range p.containers {
		c.kill()
		c.closeLogs()
	}
}
