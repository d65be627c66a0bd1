package kubelet

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/placement"
)

const notHelpful = " preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling."

// changeNode edits the node's spec and labels.
func (p *plane) changeNode(edit func(*corev1.Node)) {
	p.t.Helper()
	stored, err := p.client.Nodes().Get("", "node-0")
	if err != nil {
		p.t.Fatal(err)
	}
	node := stored.DeepCopy()
	edit(node)
	if _, err := p.client.Nodes().Update(node); err != nil {
		p.t.Fatal(err)
	}
}

// unscheduled returns the message of a pod that waits for a node, empty for one that does not.
func (p *plane) unscheduled() string {
	p.t.Helper()
	pod := p.pod("p")
	for _, c := range pod.Status.Conditions {
		if c.Type == corev1.PodScheduled && c.Status == corev1.ConditionFalse && c.Reason == corev1.PodReasonUnschedulable &&
			pod.Status.Phase == corev1.PodPending && pod.Spec.NodeName == "" {
			return c.Message
		}
	}
	return ""
}

func asks(name corev1.ResourceName, quantity string) func(*corev1.Pod) {
	return func(pod *corev1.Pod) {
		pod.Spec.Containers[0].Resources.Requests = corev1.ResourceList{name: resource.MustParse(quantity)}
	}
}

func tolerates(key string) func(*corev1.Pod) {
	return func(pod *corev1.Pod) {
		pod.Spec.Tolerations = []corev1.Toleration{{Key: key, Operator: corev1.TolerationOpExists}}
	}
}

func wants(label, value string) func(*corev1.Pod) {
	return func(pod *corev1.Pod) {
		pod.Spec.Affinity = &corev1.Affinity{NodeAffinity: &corev1.NodeAffinity{
			RequiredDuringSchedulingIgnoredDuringExecution: &corev1.NodeSelector{NodeSelectorTerms: []corev1.NodeSelectorTerm{{
				MatchExpressions: []corev1.NodeSelectorRequirement{{Key: label, Operator: corev1.NodeSelectorOpIn, Values: []string{value}}},
			}}},
		}}
	}
}

func TestTheSchedulerLooksAtTheNode(t *testing.T) {
	cordon := func(n *corev1.Node) { n.Spec.Unschedulable = true }
	taint := func(effect corev1.TaintEffect) func(*corev1.Node) {
		return func(n *corev1.Node) { n.Spec.Taints = []corev1.Taint{{Key: "a", Value: "b", Effect: effect}} }
	}
	bare := func(n *corev1.Node) { n.Spec.Unschedulable, n.Spec.Taints = false, nil }
	label := func(n *corev1.Node) { n.Labels["disk"] = "ssd" }
	cordoned := "0/1 nodes are available: 1 node(s) were unschedulable." + notHelpful
	tainted := "0/1 nodes are available: 1 node(s) had untolerated taint(s)." + notHelpful
	elsewhere := "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector." + notHelpful
	for _, c := range []struct {
		name   string
		node   func(*corev1.Node)
		pod    func(*corev1.Pod)
		want   string
		mended func(*corev1.Node) // nil: nothing helps
	}{
		{"cordoned", cordon, nil, cordoned, bare},
		{"cordoned and tolerated", cordon, tolerates(corev1.TaintNodeUnschedulable), "", nil},
		{"tainted", taint(corev1.TaintEffectNoSchedule), nil, tainted, bare},
		{"tainted NoExecute", taint(corev1.TaintEffectNoExecute), nil, tainted, bare},
		{"tainted with a preference only", taint(corev1.TaintEffectPreferNoSchedule), nil, "", nil},
		{"tainted and tolerated", taint(corev1.TaintEffectNoSchedule), tolerates("a"), "", nil},
		{"tainted, and another taint is tolerated", taint(corev1.TaintEffectNoSchedule), tolerates("c"), tainted, bare},
		{"a selector that no node matches", nil, func(pod *corev1.Pod) { pod.Spec.NodeSelector = map[string]string{"disk": "ssd"} }, elsewhere, label},
		{"a selector that the node matches", nil, func(pod *corev1.Pod) {
			pod.Spec.NodeSelector = map[string]string{"kubernetes.io/os": "linux"}
		}, "", nil},
		{"an affinity that no node matches", nil, wants("disk", "ssd"), elsewhere, label},
		{"an affinity that the node matches", nil, wants("kubernetes.io/hostname", "node-0"), "", nil},
		{"more cpu than there is", nil, asks(corev1.ResourceCPU, "9"), "0/1 nodes are available: 1 Insufficient cpu." + notHelpful, nil},
		{"all the cpu there is", nil, asks(corev1.ResourceCPU, "8"), "", nil},
		{"a resource that is not there", nil, asks("nvidia.com/gpu", "1"), "0/1 nodes are available: 1 Insufficient nvidia.com/gpu." + notHelpful, nil},
		{"a pod that pre-empts nobody", cordon, func(pod *corev1.Pod) {
			never := corev1.PreemptNever
			pod.Spec.PreemptionPolicy = &never
		}, "0/1 nodes are available: 1 node(s) were unschedulable. preemption: not eligible due to preemptionPolicy=Never.", bare},
		{"a pod that names its node", cordon, func(pod *corev1.Pod) { pod.Spec.NodeName = "node-0" }, "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPlane(t, Options{})
			if c.node != nil {
				p.changeNode(c.node)
			}
			p.create(podOf("true", func(pod *corev1.Pod) {
				if c.pod != nil {
					c.pod(pod)
				}
			}))
			p.at(time.Minute)
			if got := p.unscheduled(); got != c.want {
				t.Fatalf("it waits for %q, want %q", got, c.want)
			}
			if c.want != "" {
				p.hasEvent("p", "FailedScheduling: "+c.want)
			}
			if c.mended != nil {
				p.changeNode(c.mended)
				p.at(2 * time.Minute)
			}
			if phase := p.pod("p").Status.Phase; (c.want == "" || c.mended != nil) != (phase == corev1.PodSucceeded) {
				t.Errorf("in the end it is %s", phase)
			}
		})
	}
}

func TestPodsWaitForANodeThatWasDeleted(t *testing.T) {
	p := newPlane(t, Options{})
	if err := p.client.Nodes().Delete("", "node-0", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	p.create(podOf("true", asks(corev1.ResourceCPU, "1"), wants("kubernetes.io/os", "linux")))
	p.at(time.Minute)
	if got := p.unscheduled(); got != placement.NoNodes {
		t.Errorf("it waits for %q", got)
	}
	other := func(name string) *corev1.Node { return &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name}} }
	for _, name := range []string{"another", "node-0"} {
		if _, err := p.client.Nodes().Create(other(name)); err != nil {
			t.Fatal(err)
		}
		p.at(2 * time.Minute)
		switch got := p.unscheduled(); {
		case name == "another" && got != "0/1 nodes are available: 1 "+placement.Untolerated+"."+notHelpful:
			t.Errorf("with a node that nobody plays, it waits for %q", got)
		case name == "node-0" && p.pod("p").Status.Phase != corev1.PodSucceeded:
			t.Errorf("with its node, it is %s: %s", p.pod("p").Status.Phase, got)
		}
	}
}
