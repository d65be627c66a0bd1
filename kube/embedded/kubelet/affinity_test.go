package kubelet

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/placement"
)

const noVictims = " preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod."

func onPort(port int32, ip string, protocol corev1.Protocol) func(*corev1.Pod) {
	return func(pod *corev1.Pod) {
		pod.Spec.Containers[0].Ports = []corev1.ContainerPort{{ContainerPort: 80, HostPort: port, HostIP: ip, Protocol: protocol}}
	}
}

// term is about pods with the label app=VALUE.
func term(value, topology string, namespaces ...string) []corev1.PodAffinityTerm {
	return []corev1.PodAffinityTerm{{
		LabelSelector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": value}}, TopologyKey: topology, Namespaces: namespaces,
	}}
}

func attractedBy(terms []corev1.PodAffinityTerm) func(*corev1.Pod) {
	return func(pod *corev1.Pod) {
		pod.Spec.Affinity = &corev1.Affinity{PodAffinity: &corev1.PodAffinity{RequiredDuringSchedulingIgnoredDuringExecution: terms}}
	}
}

func repelledBy(terms []corev1.PodAffinityTerm) func(*corev1.Pod) {
	return func(pod *corev1.Pod) {
		pod.Spec.Affinity = &corev1.Affinity{PodAntiAffinity: &corev1.PodAntiAffinity{RequiredDuringSchedulingIgnoredDuringExecution: terms}}
	}
}

func app(value string) func(*corev1.Pod) {
	return func(pod *corev1.Pod) { pod.Labels = map[string]string{"app": value} }
}

func TestTheSchedulerLooksAtTheOtherPods(t *testing.T) {
	const host = corev1.LabelHostname
	taken := "0/1 nodes are available: 1 " + placement.PortsTaken + "." + noVictims
	alone := "0/1 nodes are available: 1 " + placement.NotAttracted + "." + notHelpful
	kept := "0/1 nodes are available: 1 " + placement.Repelled + "." + noVictims
	banned := "0/1 nodes are available: 1 " + placement.RepelledByOthers + "." + noVictims
	for _, c := range []struct {
		name       string
		first, pod []func(*corev1.Pod) // first runs for ten minutes
		want       string
		ends       bool // with the first
	}{
		{"a port that is taken", []func(*corev1.Pod){onPort(80, "", "")}, []func(*corev1.Pod){onPort(80, "10.0.0.1", corev1.ProtocolTCP)}, taken, true},
		{"another port", []func(*corev1.Pod){onPort(80, "", "")}, []func(*corev1.Pod){onPort(81, "", "")}, "", false},
		{"the port of another protocol", []func(*corev1.Pod){onPort(80, "", "")}, []func(*corev1.Pod){onPort(80, "", corev1.ProtocolUDP)}, "", false},
		{"the port of another address", []func(*corev1.Pod){onPort(80, "10.0.0.1", "")}, []func(*corev1.Pod){onPort(80, "10.0.0.2", "")}, "", false},
		{"an affinity to nobody", []func(*corev1.Pod){app("a")}, []func(*corev1.Pod){attractedBy(term("no", host))}, alone, false},
		{"an affinity to the other", []func(*corev1.Pod){app("a")}, []func(*corev1.Pod){attractedBy(term("a", host))}, "", false},
		{"an affinity in a place that the node does not name", []func(*corev1.Pod){app("a")}, []func(*corev1.Pod){attractedBy(term("a", "zone"))}, alone, false},
		{"an affinity in another namespace", []func(*corev1.Pod){app("a")}, []func(*corev1.Pod){attractedBy(term("a", host, "else"))}, alone, false},
		{"an affinity to its like, of which it is the first", nil, []func(*corev1.Pod){app("b"), attractedBy(term("b", host))}, "", false},
		{"an anti-affinity to the other", []func(*corev1.Pod){app("a")}, []func(*corev1.Pod){repelledBy(term("a", host))}, kept, true},
		{"an anti-affinity of the other", []func(*corev1.Pod){repelledBy(term("b", host))}, []func(*corev1.Pod){app("b")}, banned, true},
		{"an anti-affinity in a place that the node does not name", []func(*corev1.Pod){app("a")}, []func(*corev1.Pod){repelledBy(term("a", "zone"))}, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPlane(t, Options{})
			p.create(podOf("sleep 600", append(c.first, func(pod *corev1.Pod) { pod.Name = "first" })...))
			p.at(time.Minute)
			p.create(podOf("true", c.pod...))
			p.at(2 * time.Minute)
			if got := p.unscheduled(); got != c.want {
				t.Fatalf("it waits for %q, want %q", got, c.want)
			}
			p.at(11 * time.Minute)
			if phase := p.pod("p").Status.Phase; (c.want == "" || c.ends) != (phase == corev1.PodSucceeded) {
				t.Errorf("after the first has ended it is %s", phase)
			}
		})
	}
}

func TestAnAffinityIsMetWhenItsPodComes(t *testing.T) {
	p := newPlane(t, Options{})
	p.create(podOf("true", attractedBy(term("a", corev1.LabelHostname))))
	p.at(time.Minute)
	p.create(podOf("sleep 600", app("a"), func(pod *corev1.Pod) { pod.Name = "second" }))
	p.at(2 * time.Minute)
	if phase := p.pod("p").Status.Phase; phase != corev1.PodSucceeded {
		t.Errorf("it is %s: %s", phase, p.unscheduled())
	}
}
