// Package node registers the one simulated node and reports its status, as a kubelet does for its own. It knows nothing of the pods on
// it.
package node

import (
	"maps"
	"time"

	corev1 "k8s.io/api/core/v1"
	apiresource "k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

const (
	IP           = "192.168.49.2"
	beatInterval = 5 * time.Minute
)

// Node is the node of a kubelet. One goroutine at a time may use it.
type Node struct {
	client   resource.Client
	clock    *clock.Clock
	name     string
	lastBeat time.Time
}

// New returns a node that is not registered yet.
func New(client resource.Client, clk *clock.Clock, name string) *Node {
	return &Node{client: client, clock: clk, name: name}
}

// Register makes the node, Ready and with room for any number of pods, unless it is there.
func (n *Node) Register() {
	if _, err := n.client.Nodes().Get("", n.name); err != nil {
		node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: n.name, Labels: n.labels()}}
		_, _ = n.client.Nodes().Create(node) // without it, pods are refused for want of a node
	}
	n.Adopt()
}

// Adopt gives the node the labels that it lacks, and its status.
func (n *Node) Adopt() {
	stored, err := n.client.Nodes().Get("", n.name)
	if err != nil {
		return
	}
	node := stored.DeepCopy()
	if node.Labels == nil {
		node.Labels = map[string]string{}
	}
	maps.Copy(node.Labels, n.labels())
	if !maps.Equal(node.Labels, stored.Labels) {
		_, _ = n.client.Nodes().Update(node)
	}
	n.lastBeat = time.Time{}
	n.Beat()
}

func (n *Node) labels() map[string]string {
	return map[string]string{
		"kubernetes.io/hostname": n.name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
		"node.kubernetes.io/simulated": "true",
	}
}

// Beat writes the node's status, unless it has done so lately. The plane has no use for heartbeats, so the kubelet calls it only when a
// pod comes: a timer would be an event in every step of the clock.
func (n *Node) Beat() {
	now := n.clock.Now()
	if !n.lastBeat.IsZero() && now.Sub(n.lastBeat) < beatInterval {
		return
	}
	n.lastBeat = now
	stored, err := n.client.Nodes().Get("", n.name)
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
		corev1.ResourceCPU: apiresource.MustParse("8"), corev1.ResourceMemory: apiresource.MustParse("32Gi"),
		corev1.ResourceEphemeralStorage: apiresource.MustParse("100Gi"), corev1.ResourcePods: apiresource.MustParse("100k"),
	}
	node.Status.Capacity, node.Status.Allocatable = room, room
	node.Status.Addresses = []corev1.NodeAddress{
		{Type: corev1.NodeInternalIP, Address: IP}, {Type: corev1.NodeHostName, Address: n.name},
	}
	node.Status.NodeInfo = corev1.NodeSystemInfo{
		KubeletVersion: "v1.37.2", OperatingSystem: "linux", Architecture: "amd64", OSImage: "kronoscope simulated node",
		ContainerRuntimeVersion: "kronoscope://1", KernelVersion: "6.12.0-simulated",
	}
	_, _ = n.client.Nodes().UpdateStatus(node)
}
