package kubelet

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/image"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/node"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// report writes the pod's status if it has changed, unless a log must be kept before and cannot be. It reports whether the API has the
// status now.
func (p *pod) report() bool {
	if len(p.unarchived) > 0 {
		p.k.enqueueAfter(p.key, retryDelay)
		return false
	}
	for {
		updated := *p.obj
		p.obj.Status.DeepCopyInto(&updated.Status)
		p.fill(&updated.Status)
		if equality.Semantic.DeepEqual(&p.obj.Status, &updated.Status) {
			return true
		}
		written, err := p.k.client.Pods().UpdateStatus(&updated)
		switch {
		case err == nil:
			p.obj = written
			return true
		case apierrors.IsConflict(err):
			fresh, err := p.k.client.Pods().Get(p.key.Namespace, p.key.Name)
			if err != nil || fresh.UID != p.obj.UID {
				return false
			}
			p.obj = fresh
		default:
			p.k.retry(p.obj, err)
			return false
		}
	}
}

func (p *pod) fill(s *corev1.PodStatus) {
	s.ObservedGeneration = p.obj.Generation
	s.Phase = p.phase()
	s.Reason, s.Message = "", ""
	if p.done {
		s.Reason, s.Message = p.reason, p.message
	}
	s.StartTime = &p.startTime
	s.HostIP, s.HostIPs = node.IP, []corev1.HostIP{{IP: node.IP}}
	if p.prepared || s.PodIP != "" {
		s.PodIP, s.PodIPs = p.ip, []corev1.PodIP{{IP: p.ip}}
	}
	s.InitContainerStatuses, s.ContainerStatuses = nil, nil
	for _, c := range p.containers {
		if c.init {
			s.InitContainerStatuses = append(s.InitContainerStatuses, c.status())
		} else {
			s.ContainerStatuses = append(s.ContainerStatuses, c.status())
		}
	}
	p.conditions(s, p.k.clock.Now())
}

func (p *pod) conditions(s *corev1.PodStatus, now time.Time) {
	set := func(t corev1.PodConditionType, ok bool, reason, message string) {
		status := corev1.ConditionFalse
		if ok {
			status = corev1.ConditionTrue
		}
		resource.SetPodCondition(s, corev1.PodCondition{
			Type: t, Status: status, Reason: reason, Message: message, ObservedGeneration: p.obj.Generation,
		}, now)
	}
	set(corev1.PodReadyToStartContainers, p.prepared && !p.done, "", "")

	var incomplete, unready []string
	begun := false
	for _, c := range p.containers {
		switch {
		case c.init && !c.ready():
			incomplete = append(incomplete, c.spec.Name)
			if c.sidecar {
				unready = append(unready, c.spec.Name)
			}
		case !c.init && !c.ready():
			unready = append(unready, c.spec.Name)
		}
		begun = begun || !c.init && c.everStarted
	}
	switch {
	case s.Phase == corev1.PodSucceeded:
		set(corev1.PodInitialized, true, "PodCompleted", "")
	case begun || len(incomplete) == 0:
		set(corev1.PodInitialized, true, "", "")
	default:
		set(corev1.PodInitialized, false, "ContainersNotInitialized", fmt.Sprintf("containers with incomplete status: %s", incomplete))
	}
	for _, t := range []corev1.PodConditionType{corev1.PodReady, corev1.ContainersReady} {
		switch {
		case s.Phase == corev1.PodSucceeded:
			set(t, false, "PodCompleted", "")
		case s.Phase == corev1.PodFailed:
			set(t, false, "PodFailed", "")
		case len(unready) > 0:
			set(t, false, "ContainersNotReady", fmt.Sprintf("containers with unready status: %s", unready))
		default:
			set(t, true, "", "")
		}
	}
	set(corev1.PodScheduled, true, "", "")
}

func (c *container) ready() bool {
	if c.init && !c.sidecar {
		return c.state == ended && c.exitCode == 0
	}
	return c.state == running
}

func (c *container) status() corev1.ContainerStatus {
	s := corev1.ContainerStatus{
		Name: c.spec.Name, Image: c.spec.Image, ContainerID: c.id, RestartCount: c.restartCount,
		Ready: c.ready(), Started: ptr.To(c.state == running),
	}
	if c.everStarted {
		s.ImageID = image.ID(c.spec.Image)
	}
	if c.last != nil {
		s.LastTerminationState = *c.last
	}
	switch c.state {
	case waiting:
		s.State.Waiting = &corev1.ContainerStateWaiting{Reason: c.reason, Message: c.message}
	case running:
		s.State.Running = &corev1.ContainerStateRunning{StartedAt: metav1.NewTime(c.started.Truncate(time.Second))}
	case ended:
		s.State.Terminated = c.terminated()
	}
	return s
}

func (c *container) terminated() *corev1.ContainerStateTerminated {
	return &corev1.ContainerStateTerminated{
		ExitCode: int32(c.exitCode), Reason: c.reason, Message: c.message, ContainerID: c.id,
		StartedAt: metav1.NewTime(c.started.Truncate(time.Second)), FinishedAt: metav1.NewTime(c.finished.Truncate(time.Second)),
	}
}

func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}

func containerID(pod *corev1.Pod, c *container) string {
	return "kronoscope://" + digest(string(pod.UID), c.spec.Name, fmt.Sprint(c.restartCount))
}

// newIP returns the next address of 10.244.0.0/16.
func (k *Kubelet) newIP(pod *corev1.Pod) string {
	if pod.Spec.HostNetwork {
		return node.IP
	}
	k.nextIP = k.nextIP%65_000 + 1
	return fmt.Sprintf("10.244.%d.%d", (k.nextIP+1)>>8, (k.nextIP+1)&0xff)
}
