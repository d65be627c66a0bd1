package action

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/client-go/kubernetes/fake"
	k8stesting "k8s.io/client-go/testing"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload/workloadtest"
)

func TestTrigger_MakesTheJobThatKubectlWould(t *testing.T) {
	cronJob := workloadtest.CronJob("nightly", "0 2 * * *")
	cronJob.Spec.Suspend = ptr.To(true)
	cronJob.Spec.JobTemplate.Labels = map[string]string{"team": "data"}
	cronJob.Spec.JobTemplate.Annotations = map[string]string{"note": "x"}
	cronJob.Spec.JobTemplate.Spec.BackoffLimit = ptr.To[int32](2)
	c := &kube.Cluster{Client: fake.NewClientset(cronJob)}
	key, err := New(c).Trigger(t.Context(), kube.Key{Namespace: "default", Name: "nightly"})
	if err != nil {
		t.Fatal(err)
	}
	job, err := c.Client.BatchV1().Jobs("default").Get(t.Context(), key.Name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	owner := metav1.GetControllerOf(job)
	switch {
	case !strings.HasPrefix(job.Name, "nightly-manual-"):
		t.Errorf("name %s", job.Name)
	case job.Annotations["cronjob.kubernetes.io/instantiate"] != "manual" || job.Annotations["note"] != "x" || job.Labels["team"] != "data":
		t.Errorf("annotations %v, labels %v", job.Annotations, job.Labels)
	case owner == nil || owner.UID != cronJob.UID || owner.Kind != "CronJob" || owner.BlockOwnerDeletion != nil:
		t.Errorf("owner %+v", owner)
	case *job.Spec.BackoffLimit != 2:
		t.Errorf("spec %+v", job.Spec)
	}
}

func TestRerun_LeavesOutWhatWasGenerated(t *testing.T) {
	old := workloadtest.Job("import-rerun-abcde", workloadtest.Completed(0, 5))
	generated := map[string]string{"controller-uid": "u", "job-name": old.Name, batchv1.ControllerUidLabel: "u", batchv1.JobNameLabel: old.Name, "app": "x"}
	old.Labels, old.Spec.Template.Labels = generated, generated
	old.Spec.Selector = &metav1.LabelSelector{MatchLabels: map[string]string{batchv1.ControllerUidLabel: "u"}}
	c := &kube.Cluster{Client: fake.NewClientset(old)}
	key, err := New(c).Rerun(t.Context(), kube.KeyOf(old))
	if err != nil {
		t.Fatal(err)
	}
	job, err := c.Client.BatchV1().Jobs("default").Get(t.Context(), key.Name, metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(job.Spec.Template.Labels) != 1 || len(job.Labels) != 1 || job.Spec.Selector != nil || job.Status.Succeeded != 0 {
		t.Errorf("labels %v, template's %v, selector %v", job.Labels, job.Spec.Template.Labels, job.Spec.Selector)
	}
	if strings.Count(job.Name, "rerun") != 1 || job.Name == old.Name {
		t.Errorf("name %s", job.Name)
	}
	if _, err := New(c).Rerun(t.Context(), key); err == nil || !strings.Contains(err.Error(), "rerunning job "+key.String()+": it has not finished yet") {
		t.Errorf("rerunning an unfinished Job: %v", err)
	}
}

func TestNames_FitAndAreValid(t *testing.T) {
	for _, name := range []string{"a", strings.Repeat("x", 52), strings.Repeat("x", 51) + "-y", strings.Repeat("y", 63), "a.b", strings.Repeat("z", 45) + ".b.c.d.e.f.g"} {
		for _, made := range []string{manualName(name), rerunName(name)} {
			if problems := validation.IsDNS1123Subdomain(made); len(problems) > 0 || len(made) > 63 {
				t.Errorf("%q from %q: %d long, %v", made, name, len(made), problems)
			}
		}
	}
}

func TestActions_NameVerbAndObject(t *testing.T) {
	key := kube.Key{Namespace: "default", Name: "x"}
	c := &kube.Cluster{Client: fake.NewClientset()}
	readOnly := &kube.Cluster{Client: fake.NewClientset(workloadtest.Job("x")), ReadOnly: true}
	for name, tt := range map[string]struct {
		err  error
		want string
	}{
		"trigger":   {second(New(c).Trigger(t.Context(), key)), `triggering cronjob default/x: cronjobs.batch "x" not found`},
		"suspend":   {New(c).SetSuspended(t.Context(), kube.KindJob, key, true), `suspending job default/x: jobs.batch "x" not found`},
		"resume":    {New(c).SetSuspended(t.Context(), kube.KindCronJob, key, false), `resuming cronjob default/x: cronjobs.batch "x" not found`},
		"delete":    {New(c).Delete(t.Context(), kube.KindPod, key, DeleteOptions{}), `deleting pod default/x: pods "x" not found`},
		"read-only": {New(readOnly).Delete(t.Context(), kube.KindJob, key, DeleteOptions{}), `deleting job default/x: read-only: nothing is changed`},
		"a pod":     {New(c).SetSuspended(t.Context(), kube.KindPod, key, true), `suspending pod default/x: only Jobs and CronJobs can be suspended`},
	} {
		if tt.err == nil || tt.err.Error() != tt.want {
			t.Errorf("%s: %v, want %s", name, tt.err, tt.want)
		}
	}
	if !errors.Is(New(readOnly).Delete(t.Context(), kube.KindJob, key, DeleteOptions{}), ErrReadOnly) {
		t.Error("the read-only error is not ErrReadOnly")
	}
}

func second[T any](_ T, err error) error { return err }

func TestDelete_PassesThePropagation(t *testing.T) {
	client := fake.NewClientset(workloadtest.Job("x"))
	var got metav1.DeletionPropagation
	client.PrependReactor("delete", "jobs", func(a k8stesting.Action) (bool, runtime.Object, error) {
		got = *a.(k8stesting.DeleteActionImpl).DeleteOptions.PropagationPolicy
		return true, nil, nil
	})
	for in, want := range map[metav1.DeletionPropagation]metav1.DeletionPropagation{
		"": metav1.DeletePropagationBackground, metav1.DeletePropagationOrphan: metav1.DeletePropagationOrphan,
		metav1.DeletePropagationForeground: metav1.DeletePropagationForeground,
	} {
		if err := New(&kube.Cluster{Client: client}).Delete(t.Context(), kube.KindJob, kube.Key{Namespace: "default", Name: "x"}, DeleteOptions{Propagation: in}); err != nil || got != want {
			t.Errorf("%q: sent %q, %v; want %q", in, got, err, want)
		}
	}
}

func TestDelete_OfTheOneThatWasMeant(t *testing.T) {
	conflict := func(text string) error {
		return apierrors.NewConflict(schema.GroupResource{Group: "batch", Resource: "jobs"}, "x", errors.New(text))
	}
	const again = "deleting job default/x: it has been deleted and created again since; nothing was deleted"
	for name, tt := range map[string]struct {
		answer error
		want   string
	}{
		"it is there":             {nil, "<nil>"},
		"another is":              {conflict("the UID in the precondition (a) does not match the UID in record (b). The object might have been deleted and then recreated"), again},
		"another is in its place": {conflict("Precondition failed: UID in precondition: a, UID in object meta: b"), again},
		"it has changed":          {conflict("try again"), `deleting job default/x: Operation cannot be fulfilled on jobs.batch "x": try again`},
	} {
		t.Run(name, func(t *testing.T) {
			client := fake.NewClientset()
			var sent *metav1.Preconditions
			client.PrependReactor("delete", "jobs", func(a k8stesting.Action) (bool, runtime.Object, error) {
				sent = a.(k8stesting.DeleteActionImpl).DeleteOptions.Preconditions
				return true, nil, tt.answer
			})
			err := New(&kube.Cluster{Client: client}).Delete(t.Context(), kube.KindJob, kube.Key{Namespace: "default", Name: "x"}, DeleteOptions{UID: "a"})
			if got := fmt.Sprint(err); got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
			if sent == nil || sent.UID == nil || *sent.UID != "a" {
				t.Errorf("sent %v, want the UID", sent)
			}
		})
	}
}

func TestSetSuspended_ChangesNothingElse(t *testing.T) {
	c := &kube.Cluster{Client: fake.NewClientset(workloadtest.CronJob("nightly", "0 2 * * *"))}
	if err := New(c).SetSuspended(t.Context(), kube.KindCronJob, kube.Key{Namespace: "default", Name: "nightly"}, true); err != nil {
		t.Fatal(err)
	}
	got, err := c.Client.BatchV1().CronJobs("default").Get(t.Context(), "nightly", metav1.GetOptions{})
	if err != nil || !ptr.Deref(got.Spec.Suspend, false) || got.Spec.Schedule != "0 2 * * *" {
		t.Errorf("%+v, %v", got.Spec, err)
	}
}
