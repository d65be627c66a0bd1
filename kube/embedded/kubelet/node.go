package kubelet

import (
	"maps"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const (
	hostIP       = "192.168.49.2"
	beatInterval = 5 * time.Minute
)

// registerNode makes the node, Ready and with room for any number of pods, unless it is there.
func (k *Kubelet) registerNode() {
	if _, err := k.client.Nodes().Get("", k.opts.NodeName); err != nil {
		node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: k.opts.NodeName, Labels: k.nodeLabels()}}
		_, _ = k.client.Nodes().Create(node) // without it, pods say that there is none
	}
	k.adoptNode()
}

// adoptNode gives the node what it lacks of the labels, and its status.
func (k *Kubelet) adoptNode() {
	stored, err := k.client.Nodes().Get("", k.opts.NodeName)
	if err != nil {
		return
	}
	node := stored.DeepCopy()
	if node.Labels == nil {
		node.Labels = map[string]string{}
	}
	maps.Copy(node.Labels, k.nodeLabels())
	if !maps.Equal(node.Labels, stored.Labels) {
		_, _ = k.client.Nodes().Update(node)
	}
	k.lastBeat = time.Time{}
	k.beat()
}

func (k *Kubelet) nodeLabels() map[string]string {
	return map[string]string{
		"kubernetes.io/hostname": k.opts.NodeName, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
		"node.kubernetes.io/simulated": "true",
	}
}

// beat writes the node's status. The plane has no use for heartbeats, so it comes only along with pods, now and then: a
// timer of its own would be an event in every step of the clock.
func (k *Kubelet) beat() {
	now := k.clock.Now()
	if !k.lastBeat.IsZero() && now.Sub(k.lastBeat) < beatInterval {
		return
	}
	k.lastBeat = now
	stored, err := k.client.Nodes().Get("", k.opts.NodeName)
	if err != nil {
		return
	}
	node := stored.DeepCopy()
	at := metav1.NewTime(now.Truncate(time.Second))
	since := at
	for _, c := range node.Status.Conditions {
		if c.Type == corev1.NodeReady && c.Status == corev1.ConditionTrue {
			since = c.LastTransitionTime
		}
	}
	condition := func(t corev1.NodeConditionType, status corev1.ConditionStatus, reason, message string) corev1.NodeCondition {
		return corev1.NodeCondition{
			Type: t, Status: status, Reason: reason, Message: message, LastHeartbeatTime: at, LastTransitionTime: since,
		}
	}
	node.Status.Conditions = []corev1.NodeCondition{
		condition(corev1.NodeMemoryPressure, corev1.ConditionFalse, "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
		condition(corev1.NodeDiskPressure, corev1.ConditionFalse, "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
		condition(corev1.NodePIDPressure, corev1.ConditionFalse, "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
		condition(corev1.NodeReady, corev1.ConditionTrue, "KubeletReady", "kubelet is posting ready status"),
	}
	room := corev1.ResourceList{
		corev1.ResourceCPU: resource.MustParse("8"), corev1.ResourceMemory: resource.MustParse("32Gi"),
		corev1.ResourceEphemeralStorage: resource.MustParse("100Gi"), corev1.ResourcePods: resource.MustParse("100k"),
	}
	node.Status.Capacity, node.Status.Allocatable = room, room
	node.Status.Addresses = []corev1.NodeAddress{
		{Type: corev1.NodeInternalIP, Address: hostIP}, {Type: corev1.NodeHostName, Address: k.opts.NodeName},
	}
	node.Status.NodeInfo = corev1.NodeSystemInfo{
		KubeletVersion: "v1.37.2", OperatingSystem: "linux", Architecture: "amd64", OSImage: "kronoscope simulated node",
		ContainerRuntimeVersion: "kronoscope://1", KernelVersion: "6.12.0-simulated",
	}
	_, _ = k.client.Nodes().UpdateStatus(node)
}
