package action_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/typed/batch/v1"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/action"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/workload"
)

// scheduleLab is an embedded plane whose time stands still, with one CronJob.
type scheduleLab struct {
	t       *testing.T
	cluster *kube.Cluster
	api     v1.CronJobInterface
	key     kube.Key
	base    *batchv1.CronJob // as the editor has read it
}

func newScheduleLab(t *testing.T) *scheduleLab {
	t.Helper()
	plane, err := embedded.New(embedded.Options{Start: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	cluster, err := kube.NewCluster(plane.RESTConfig(), kube.Options{}, "")
	if err != nil {
		t.Fatal(err)
	}
	l := &scheduleLab{t: t, cluster: cluster, api: cluster.Client.BatchV1().CronJobs("default"), key: kube.Key{Namespace: "default", Name: "nightly"}}
	l.create()
	return l
}

func (l *scheduleLab) create() {
	l.t.Helper()
	pod := corev1.PodSpec{RestartPolicy: corev1.RestartPolicyNever, Containers: []corev1.Container{{Name: "a", Image: "busybox"}}}
	made, err := l.api.Create(l.t.Context(), &batchv1.CronJob{
		ObjectMeta: metav1.ObjectMeta{Name: l.key.Name},
		Spec: batchv1.CronJobSpec{
			Schedule: "0 2 * * *", TimeZone: ptr.To("Europe/Paris"),
			JobTemplate: batchv1.JobTemplateSpec{Spec: batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: pod}}},
		},
	}, metav1.CreateOptions{})
	if err != nil {
		l.t.Fatal(err)
	}
	l.base = made
}

// edit is a change of what the editor has read.
func (l *scheduleLab) edit(schedule, zone string) action.ScheduleEdit {
	return action.ScheduleEdit{
		UID: l.base.UID, ResourceVersion: l.base.ResourceVersion, Old: workload.TimingOf(l.base), New: workload.Timing{Schedule: schedule, TimeZone: zone},
	}
}

// meanwhile is what somebody else does to the CronJob.
func (l *scheduleLab) meanwhile(change func(*batchv1.CronJob)) {
	l.t.Helper()
	c, err := l.api.Get(l.t.Context(), l.key.Name, metav1.GetOptions{})
	if err != nil {
		l.t.Fatal(err)
	}
	change(c)
	if _, err := l.api.Update(l.t.Context(), c, metav1.UpdateOptions{}); err != nil {
		l.t.Fatal(err)
	}
}

func (l *scheduleLab) now() *batchv1.CronJob {
	l.t.Helper()
	c, err := l.api.Get(l.t.Context(), l.key.Name, metav1.GetOptions{})
	if err != nil {
		l.t.Fatal(err)
	}
	return c
}

func TestSetSchedule_ChangesScheduleAndZone(t *testing.T) {
	l := newScheduleLab(t)
	if _, err := action.New(l.cluster).SetSchedule(t.Context(), l.key, l.edit("30 3 * * 1-5", "Asia/Tokyo")); err != nil {
		t.Fatal(err)
	}
	if got := workload.TimingOf(l.now()); got != (workload.Timing{Schedule: "30 3 * * 1-5", TimeZone: "Asia/Tokyo"}) {
		t.Errorf("%+v", got)
	}
	l.base = l.now()
	if _, err := action.New(l.cluster).SetSchedule(t.Context(), l.key, l.edit("30 3 * * 1-5", "")); err != nil {
		t.Fatal(err)
	}
	if zone := l.now().Spec.TimeZone; zone != nil {
		t.Errorf("the zone is %q, want none", *zone)
	}
}

func TestSetSchedule_KeepsWhatOthersHaveDoneToTheRest(t *testing.T) {
	l := newScheduleLab(t)
	l.meanwhile(func(c *batchv1.CronJob) { c.Spec.Suspend, c.Labels = ptr.To(true), map[string]string{"team": "db"} })
	if _, err := action.New(l.cluster).SetSchedule(t.Context(), l.key, l.edit("0 4 * * *", "Europe/Paris")); err != nil {
		t.Fatal(err)
	}
	if c := l.now(); c.Spec.Schedule != "0 4 * * *" || !*c.Spec.Suspend || c.Labels["team"] != "db" {
		t.Errorf("%+v %v", c.Spec, c.Labels)
	}
}

func TestSetSchedule_DoesNotOverwriteSomebodyElsesEdit(t *testing.T) {
	for name, meanwhile := range map[string]func(*scheduleLab){
		"schedule": func(l *scheduleLab) { l.meanwhile(func(c *batchv1.CronJob) { c.Spec.Schedule = "15 5 * * *" }) },
		"zone":     func(l *scheduleLab) { l.meanwhile(func(c *batchv1.CronJob) { c.Spec.TimeZone = nil }) },
		"created again": func(l *scheduleLab) {
			base := l.base
			if err := l.api.Delete(l.t.Context(), l.key.Name, metav1.DeleteOptions{}); err != nil {
				l.t.Fatal(err)
			}
			l.create()
			l.base = base
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newScheduleLab(t)
			meanwhile(l)
			before := l.now()
			_, err := action.New(l.cluster).SetSchedule(t.Context(), l.key, l.edit("0 4 * * *", "Asia/Tokyo"))
			var changed *action.ChangedError
			if !errors.As(err, &changed) || changed.Now.ResourceVersion != before.ResourceVersion {
				t.Fatalf("error %v", err)
			}
			if !strings.HasPrefix(err.Error(), "changing the schedule of cronjob default/nightly: somebody else has changed it: its schedule is now ") {
				t.Errorf("error %q", err)
			}
			if after := l.now(); after.ResourceVersion != before.ResourceVersion {
				t.Errorf("it was changed all the same: %+v", after.Spec)
			}
		})
	}
}

func TestSetSchedule_ReturnsWarningsAndErrors(t *testing.T) {
	l := newScheduleLab(t)
	_, err := action.New(l.cluster).SetSchedule(t.Context(), l.key, l.edit("61 * * * *", "Mars/Base"))
	if !apierrors.IsInvalid(err) || !strings.Contains(err.Error(), "end of range (61) above maximum (59)") || !strings.Contains(err.Error(), "spec.timeZone") {
		t.Errorf("refused with %v", err)
	}
	l.meanwhile(func(c *batchv1.CronJob) {
		spec := &c.Spec.JobTemplate.Spec.Template.Spec
		spec.Containers[0].Env = []corev1.EnvVar{{Name: "A", Value: "1"}, {Name: "A", Value: "2"}}
	})
	warnings, err := action.New(l.cluster).SetSchedule(t.Context(), l.key, l.edit("0 4 * * *", "Europe/Paris"))
	if err != nil || !slices.ContainsFunc(warnings, func(w string) bool { return strings.Contains(w, "hides previous definition") }) {
		t.Errorf("warnings %q, error %v", warnings, err)
	}
	if err := l.api.Delete(t.Context(), l.key.Name, metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := action.New(l.cluster).SetSchedule(t.Context(), l.key, l.edit("0 5 * * *", "Europe/Paris")); !apierrors.IsNotFound(err) {
		t.Errorf("of one that is gone: %v", err)
	}
}

func TestSetSchedule_IsRefusedReadOnly(t *testing.T) {
	l := newScheduleLab(t)
	l.cluster.ReadOnly = true
	before := l.now()
	if _, err := action.New(l.cluster).SetSchedule(t.Context(), l.key, l.edit("0 4 * * *", "")); !errors.Is(err, action.ErrReadOnly) {
		t.Errorf("error %v", err)
	}
	if after := l.now(); after.ResourceVersion != before.ResourceVersion {
		t.Error("it was changed")
	}
}
