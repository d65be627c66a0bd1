package admit_test

import (
	"regexp"
	"testing"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	resourcev1 "k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/api/apitest"
)

func TestNamespaceLifecycle(t *testing.T) {
	p := apitest.New(t)
	stray := apitest.Job("j")
	stray.Namespace = "absent"
	for how, create := range map[string]func() error{
		"over HTTP": func() error {
			_, err := p.Typed.BatchV1().Jobs("absent").Create(p.Ctx, stray, metav1.CreateOptions{})
			return err
		},
		"directly": func() error { _, err := p.Client().Jobs().Create(stray); return err },
	} {
		if err := create(); !apierrors.IsNotFound(err) || err.Error() != `namespaces "absent" not found` {
			t.Errorf("%s in an absent namespace: %v", how, err)
		}
	}
	apitest.Check(t, p.Typed.CoreV1().Namespaces().Delete(p.Ctx, "ns", metav1.DeleteOptions{}))
	_, err := p.Typed.BatchV1().Jobs("ns").Create(p.Ctx, apitest.Job("j"), metav1.CreateOptions{})
	want := `jobs.batch "j" is forbidden: unable to create new content in namespace ns because it is being terminated`
	if !apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause) || err.Error() != want {
		t.Errorf("in a terminating namespace: %v", err)
	}
	ns := apitest.Must(p.Client().Namespaces().Get("", "ns"))(t).DeepCopy()
	ns.Spec.Finalizers = nil
	apitest.Must(p.Typed.CoreV1().Namespaces().Finalize(p.Ctx, ns, metav1.UpdateOptions{}))(t)
	if _, err := p.Client().Namespaces().Get("", "ns"); !apierrors.IsNotFound(err) {
		t.Errorf("once finalized: got %v, want not found", err)
	}
}

func TestNamedServiceAccountMustExist(t *testing.T) {
	p := apitest.New(t)
	q := apitest.Pod("p")
	q.Spec.ServiceAccountName = "robot"
	want := `pods "p" is forbidden: error looking up service account ns/robot: serviceaccount "robot" not found`
	if _, err := p.Client().Pods().Create(q); err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestQuotaIsChargedAndFreed(t *testing.T) {
	p := apitest.New(t)
	two := resourcev1.MustParse("2")
	apitest.Must(p.Typed.CoreV1().ResourceQuotas("ns").Create(p.Ctx, &corev1.ResourceQuota{
		ObjectMeta: metav1.ObjectMeta{Name: "q"},
		Spec:       corev1.ResourceQuotaSpec{Hard: corev1.ResourceList{corev1.ResourcePods: two}},
	}, metav1.CreateOptions{}))(t)
	used := func() string {
		q := apitest.Must(p.Typed.CoreV1().ResourceQuotas("ns").Get(p.Ctx, "q", metav1.GetOptions{}))(t)
		return q.Status.Used.Pods().String()
	}
	apitest.Must(p.Client().Pods().Create(apitest.Pod("a")))(t)
	apitest.Must(p.Typed.CoreV1().Pods("ns").Create(p.Ctx, apitest.Pod("b"), metav1.CreateOptions{}))(t)
	want := `pods "c" is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2`
	for how, create := range map[string]func() error{
		"over HTTP": func() error {
			_, err := p.Typed.CoreV1().Pods("ns").Create(p.Ctx, apitest.Pod("c"), metav1.CreateOptions{})
			return err
		},
		"directly": func() error { _, err := p.Client().Pods().Create(apitest.Pod("c")); return err },
	} {
		if err := create(); err == nil || err.Error() != want {
			t.Errorf("%s: got  %v\nwant %s", how, err, want)
		}
	}
	if _, err := p.Client().Pods().Create(apitest.Pod("a")); err == nil {
		t.Error("a second pod a was created")
	}
	apitest.Check(t, p.Client().Pods().Delete("ns", "b", metav1.DeleteOptions{}))
	if got := used(); got != "1" {
		t.Errorf("after a deletion %s pods are used, want 1", got)
	}
	if _, err := p.Client().Pods().Create(apitest.Pod("a")); !apierrors.IsAlreadyExists(err) {
		t.Errorf("a second pod a: got %v", err)
	}
	if got := used(); got != "1" {
		t.Errorf("after a creation that failed %s pods are used, want 1", got)
	}
	done := apitest.Must(p.Client().Pods().Get("ns", "a"))(t).DeepCopy()
	done.Status.Phase = corev1.PodSucceeded
	apitest.Must(p.Client().Pods().UpdateStatus(done))(t)
	if got := used(); got != "0" {
		t.Errorf("after the last pod ended %s are used, want 0", got)
	}
}

func TestLimitRangeFillsInRequests(t *testing.T) {
	p := apitest.New(t)
	apitest.Must(p.Typed.CoreV1().LimitRanges("ns").Create(p.Ctx, &corev1.LimitRange{
		ObjectMeta: metav1.ObjectMeta{Name: "l"},
		Spec: corev1.LimitRangeSpec{Limits: []corev1.LimitRangeItem{{
			Type: corev1.LimitTypeContainer, DefaultRequest: corev1.ResourceList{corev1.ResourceCPU: resourcev1.MustParse("100m")},
			Max: corev1.ResourceList{corev1.ResourceCPU: resourcev1.MustParse("1")},
		}}},
	}, metav1.CreateOptions{}))(t)
	got := apitest.Must(p.Client().Pods().Create(apitest.Pod("a")))(t)
	if cpu := got.Spec.Containers[0].Resources.Requests.Cpu().String(); cpu != "100m" {
		t.Errorf("requests %s CPU, want 100m", cpu)
	}
	big := apitest.Pod("")
	big.GenerateName = "b-"
	big.Spec.Containers[0].Resources.Limits = corev1.ResourceList{corev1.ResourceCPU: resourcev1.MustParse("2")}
	_, err := p.Client().Pods().Create(big)
	if refused := regexp.MustCompile(`^pods "b-.{5}" is forbidden: `); !apierrors.IsForbidden(err) || !refused.MatchString(err.Error()) {
		t.Errorf("above the maximum: got %v, want forbidden by the name that it would have had", err)
	}
}
