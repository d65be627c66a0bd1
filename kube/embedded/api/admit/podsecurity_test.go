package admit_test

import (
	"strings"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/kronoscope/kronoscope/kube/embedded/api/apitest"
)

// heard is a client, and what it was warned of.
func heard(t *testing.T, p apitest.Plane) (kubernetes.Interface, *[]string) {
	t.Helper()
	var texts []string
	config := p.RESTConfig()
	config.WarningHandler = listener(func(text string) { texts = append(texts, text) })
	return apitest.Must(kubernetes.NewForConfig(config))(t), &texts
}

type listener func(string)

func (l listener) HandleWarningHeader(_ int, _, text string) { l(text) }

var _ rest.WarningHandler = listener(nil)

// police gives the namespace "ns" a label of pod security.
func police(t *testing.T, p apitest.Plane, client kubernetes.Interface, mode, level string) error {
	t.Helper()
	ns := apitest.Must(client.CoreV1().Namespaces().Get(p.Ctx, "ns", metav1.GetOptions{}))(t)
	metav1.SetMetaDataLabel(&ns.ObjectMeta, "pod-security.kubernetes.io/"+mode, level)
	_, err := client.CoreV1().Namespaces().Update(p.Ctx, ns, metav1.UpdateOptions{})
	return err
}

const violates = `violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false`

func TestEnforcedPodSecurityRefusesPodsAndWarnsOfJobs(t *testing.T) {
	p := apitest.New(t)
	client, warned := heard(t, p)
	apitest.Must(client.CoreV1().Pods("ns").Create(p.Ctx, apitest.Pod("before"), metav1.CreateOptions{}))(t)
	apitest.Check(t, police(t, p, client, "enforce", "restricted"))
	apitest.Check(t, police(t, p, client, "warn", "restricted"))
	if got := strings.Join(*warned, "\n"); !strings.Contains(got, `existing pods in namespace "ns" violate the new PodSecurity enforce level "restricted:latest"`) {
		t.Errorf("the label warns of %q", got)
	}
	*warned = nil
	apitest.Must(client.BatchV1().Jobs("ns").Create(p.Ctx, apitest.Job("j"), metav1.CreateOptions{}))(t)
	if got := strings.Join(*warned, "\n"); !strings.Contains(got, "would "+strings.Replace(violates, "violates", "violate", 1)) {
		t.Errorf("the Job warns of %q", got)
	}
	want := `pods "p" is forbidden: ` + violates
	_, err := client.CoreV1().Pods("ns").Create(p.Ctx, apitest.Pod("p"), metav1.CreateOptions{})
	if !apierrors.IsForbidden(err) || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("a pod: %v", err)
	}
	if _, err = p.Client().Pods().Create(apitest.Pod("p")); !apierrors.IsForbidden(err) || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("a controller's pod: %v", err)
	}
	if _, err := p.Client().Pods().Create(modest(apitest.Pod("modest"))); err != nil {
		t.Errorf("a modest pod: %v", err)
	}
}

// modest gives a pod all that the level restricted asks for.
func modest(pod *corev1.Pod) *corev1.Pod {
	pod.Spec.SecurityContext = &corev1.PodSecurityContext{
		RunAsNonRoot: new(true), SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
	pod.Spec.Containers[0].SecurityContext = &corev1.SecurityContext{
		AllowPrivilegeEscalation: new(false), Capabilities: &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
	}
	return pod
}

func TestPodSecurityThatOnlyWarnsLetsPodsIn(t *testing.T) {
	p := apitest.New(t)
	client, warned := heard(t, p)
	apitest.Check(t, police(t, p, client, "warn", "baseline"))
	bold := apitest.Pod("bold")
	bold.Spec.HostPID = true
	apitest.Must(client.CoreV1().Pods("ns").Create(p.Ctx, bold, metav1.CreateOptions{}))(t)
	if got := strings.Join(*warned, "\n"); !strings.Contains(got, `would violate PodSecurity "baseline:latest": host namespaces (hostPID=true)`) {
		t.Errorf("it warns of %q", got)
	}
	*warned = nil
	apitest.Must(client.BatchV1().CronJobs("ns").Create(p.Ctx, &batchv1.CronJob{
		ObjectMeta: metav1.ObjectMeta{Name: "c"},
		Spec:       batchv1.CronJobSpec{Schedule: "@daily", JobTemplate: batchv1.JobTemplateSpec{Spec: apitest.Job("").Spec}},
	}, metav1.CreateOptions{}))(t)
	if len(*warned) > 0 {
		t.Errorf("a CronJob that violates nothing warns of %q", *warned)
	}
}

func TestALevelOfPodSecurityThatIsNoneIsInvalid(t *testing.T) {
	p := apitest.New(t)
	if err := police(t, p, p.Typed, "enforce", "strict"); !apierrors.IsInvalid(err) || !strings.Contains(err.Error(), "must be one of privileged, baseline, restricted") {
		t.Errorf("the level strict: %v", err)
	}
}

func TestThereAreNoRuntimeClasses(t *testing.T) {
	p := apitest.New(t)
	classy := apitest.Pod("rtc")
	classy.Spec.RuntimeClassName = new("gvisor")
	_, err := p.Typed.CoreV1().Pods("ns").Create(p.Ctx, classy, metav1.CreateOptions{})
	if want := `pods "rtc" is forbidden: pod rejected: RuntimeClass "gvisor" not found`; !apierrors.IsForbidden(err) || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	heavy := apitest.Pod("heavy")
	heavy.Spec.Overhead = corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("1")}
	_, err = p.Typed.CoreV1().Pods("ns").Create(p.Ctx, heavy, metav1.CreateOptions{})
	if !apierrors.IsForbidden(err) || !strings.Contains(err.Error(), "Pod Overhead set without corresponding RuntimeClass") {
		t.Errorf("overhead: %v", err)
	}
}
