package kubelet

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

func TestLostEventsAreReported(t *testing.T) {
	var mu sync.Mutex
	var lost []string
	p := newPlane(t, Options{OnError: func(component, key string, err error) {
		mu.Lock()
		defer mu.Unlock()
		lost = append(lost, component+" "+key+": "+err.Error())
	}})
	p.client.Before(func(verb, resource string, _ resource.Object) error {
		if resource == "events" {
			return errors.New("no more room")
		}
		return nil
	})
	p.create(podOf("echo ran"))
	p.at(time.Second)
	mu.Lock()
	defer mu.Unlock()
	for _, want := range []string{
		"default-scheduler ns/p: writing event Scheduled of p: no more room",
		"kubelet ns/p: writing event Started of p: no more room",
	} {
		if !slices.Contains(lost, want) {
			t.Errorf("not reported: %s\namong %q", want, lost)
		}
	}
	if got := p.logs("p", corev1.PodLogOptions{}); got != "ran\n" {
		t.Errorf("the pod itself says %q", got)
	}
}
