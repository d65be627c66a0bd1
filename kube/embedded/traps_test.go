package embedded_test

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/kronoscope/kronoscope/kube/embedded"
)

// The traps that show only through the whole API; the others are tested beside the rules they are about.

// clientOf is a client over HTTP that takes note of the API server's warnings.
func clientOf(t *testing.T, plane *embedded.Plane) (kubernetes.Interface, *warnings) {
	t.Helper()
	config := plane.RESTConfig()
	noted := &warnings{}
	config.WarningHandler = noted
	return kubernetes.NewForConfigOrDie(config), noted
}

type warnings struct {
	mu    sync.Mutex
	texts []string
}

var _ rest.WarningHandler = (*warnings)(nil)

func (w *warnings) HandleWarningHeader(_ int, _, text string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.texts = append(w.texts, text)
}

func TestTrap08PodFailurePolicyImpliesFailedReplacement(t *testing.T) {
	plane := newPlane(t)
	defer plane.Stop()
	client, _ := clientOf(t, plane)
	job := oneShot("policy")
	job.Spec.PodFailurePolicy = &batchv1.PodFailurePolicy{Rules: []batchv1.PodFailurePolicyRule{{
		Action:      batchv1.PodFailurePolicyActionFailJob,
		OnExitCodes: &batchv1.PodFailurePolicyOnExitCodesRequirement{Operator: batchv1.PodFailurePolicyOnExitCodesOpIn, Values: []int32{42}},
	}}}
	created, err := client.BatchV1().Jobs("default").Create(t.Context(), job, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if got := created.Spec.PodReplacementPolicy; got == nil || *got != batchv1.Failed {
		t.Errorf("the replacement policy became %v, want Failed", got)
	}
	job.Name = "refused"
	job.Spec.PodReplacementPolicy = new(batchv1.TerminatingOrFailed)
	_, err = client.BatchV1().Jobs("default").Create(t.Context(), job, metav1.CreateOptions{})
	if want := `Unsupported value: "TerminatingOrFailed": supported values: "Failed"`; !apierrors.IsInvalid(err) || !strings.Contains(err.Error(), want) {
		t.Errorf("the other policy was answered with %v, want %s", err, want)
	}
}

func TestTrap17MetadataLabels(t *testing.T) {
	generated := []string{
		batchv1.ControllerUidLabel, batchv1.JobNameLabel, "controller-uid", "job-name",
	}
	slices.Sort(generated)
	withApp := append(slices.Clone(generated), "app")
	slices.Sort(withApp)
	for name, c := range map[string]struct {
		template map[string]string
		generate bool
		want     []string
	}{
		"no labels anywhere: the generated ones are read":             {nil, false, generated},
		"labels of the template and a fixed name: all are shared":     {map[string]string{"app": "x"}, false, withApp},
		"labels of the template and generateName: only the user's":    {map[string]string{"app": "x"}, true, []string{"app"}},
		"no labels anywhere and generateName: the generated are read": {nil, true, generated},
	} {
		t.Run(name, func(t *testing.T) {
			plane := newPlane(t)
			defer plane.Stop()
			client, _ := clientOf(t, plane)
			job := oneShot("fixed")
			if c.generate {
				job.Name, job.GenerateName = "", "made-"
			}
			job.Spec.Template.Labels = c.template
			created, err := client.BatchV1().Jobs("default").Create(t.Context(), job, metav1.CreateOptions{})
			if err != nil {
				t.Fatal(err)
			}
			read, err := client.BatchV1().Jobs("default").Get(t.Context(), created.Name, metav1.GetOptions{})
			if err != nil {
				t.Fatal(err)
			}
			if got := slices.Sorted(maps.Keys(read.Labels)); !slices.Equal(got, c.want) {
				t.Errorf("the Job's labels are %v, want %v", got, c.want)
			}
		})
	}
}

func TestTrap18BareDeleteOrphansPods(t *testing.T) {
	for name, c := range map[string]struct {
		opts    metav1.DeleteOptions
		orphans bool
	}{
		"without a policy, as client-go does it":     {metav1.DeleteOptions{}, true},
		"with policy Background, as kubectl does it": {metav1.DeleteOptions{PropagationPolicy: new(metav1.DeletePropagationBackground)}, false},
	} {
		t.Run(name, func(t *testing.T) {
			plane := newPlane(t)
			defer plane.Stop()
			client, noted := clientOf(t, plane)
			if _, err := client.BatchV1().Jobs("default").Create(t.Context(), oneShot("short"), metav1.CreateOptions{}); err != nil {
				t.Fatal(err)
			}
			advance(t, plane, time.Second)
			if err := client.BatchV1().Jobs("default").Delete(t.Context(), "short", c.opts); err != nil {
				t.Fatal(err)
			}
			advance(t, plane, time.Minute)
			pods := podsOf(plane, "short")
			if !c.orphans {
				if len(pods) != 0 || len(noted.texts) != 0 {
					t.Errorf("%d pods are left, warnings %q", len(pods), noted.texts)
				}
				return
			}
			if len(pods) != 1 || pods[0].Status.Phase != corev1.PodSucceeded || len(pods[0].Finalizers)+len(pods[0].OwnerReferences) != 0 {
				t.Fatalf("the pod did not run on without owner and finalizer: %+v", pods)
			}
			if want := "child pods are preserved by default when jobs are deleted"; len(noted.texts) != 1 || !strings.HasPrefix(noted.texts[0], want) {
				t.Errorf("warnings %q, want one that begins %q", noted.texts, want)
			}
		})
	}
}
