package kinds_test

import (
	"fmt"
	"sync"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube/embedded/api/apitest"
)

// A pod comes at the very moment at which another ends, over and over: what is used is what there is.
func TestQuotasCountWhatChangesAtTheSameTime(t *testing.T) {
	p := apitest.New(t)
	c := p.Client()
	hundred := corev1.ResourceList{corev1.ResourcePods: resource.MustParse("100")}
	apitest.Must(c.ResourceQuotas().Create(&corev1.ResourceQuota{
		ObjectMeta: metav1.ObjectMeta{Namespace: "ns", Name: "q"}, Spec: corev1.ResourceQuotaSpec{Hard: hundred},
	}))(t)
	last := apitest.Must(c.Pods().Create(apitest.Pod("first")))(t)
	for i := range 500 {
		var both sync.WaitGroup
		var next *corev1.Pod
		both.Go(func() {
			var err error
			if next, err = c.Pods().Create(apitest.Pod(fmt.Sprint("p-", i))); err != nil {
				t.Error(err)
			}
		})
		both.Go(func() {
			ended := last.DeepCopy()
			ended.Status.Phase = corev1.PodSucceeded
			if _, err := c.Pods().UpdateStatus(ended); err != nil {
				t.Error(err)
			}
		})
		both.Wait()
		if t.Failed() {
			return
		}
		if used := apitest.Must(c.ResourceQuotas().Get("ns", "q"))(t).Status.Used[corev1.ResourcePods]; used.Value() != 1 {
			t.Fatalf("after %d changes %s pods are used, want 1", i, &used)
		}
		if err := c.Pods().Delete("ns", last.Name, metav1.DeleteOptions{GracePeriodSeconds: ptr.To[int64](0)}); err != nil {
			t.Fatal(err)
		}
		last = next
	}
}
