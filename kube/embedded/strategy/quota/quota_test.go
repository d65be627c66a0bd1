package quota_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kronoscope/kronoscope/kube/embedded/strategy/quota"
	"github.com/kronoscope/kronoscope/scheduler"
)

func list(pairs ...string) corev1.ResourceList {
	l := corev1.ResourceList{}
	for _, p := range pairs {
		name, q, _ := strings.Cut(p, "=")
		l[corev1.ResourceName(name)] = resource.MustParse(q)
	}
	return l
}

func limited(hard, used corev1.ResourceList, scopes ...corev1.ResourceQuotaScope) *corev1.ResourceQuota {
	return &corev1.ResourceQuota{
		ObjectMeta: metav1.ObjectMeta{Name: "q"},
		Spec:       corev1.ResourceQuotaSpec{Hard: hard, Scopes: scopes},
		Status:     corev1.ResourceQuotaStatus{Hard: hard, Used: used},
	}
}

func pod(requests, limits corev1.ResourceList) *corev1.Pod {
	return &corev1.Pod{Spec: corev1.PodSpec{Containers: []corev1.Container{
		{Name: "c", Resources: corev1.ResourceRequirements{Requests: requests, Limits: limits}},
	}}}
}

func used(q *corev1.ResourceQuota) map[string]string {
	out := map[string]string{}
	for n, v := range q.Status.Used {
		out[string(n)] = v.String()
	}
	return out
}

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name    string
		obj     runtime.Object
		quota   *corev1.ResourceQuota
		want    map[string]string // used afterwards, nil when untouched
		wantErr string
	}{
		{"a pod that fits", pod(nil, nil), limited(list("pods=2"), list("pods=1")), map[string]string{"pods": "2"}, ""},
		{"a pod too many", pod(nil, nil), limited(list("pods=2"), list("pods=2")), nil, "exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2"},
		{
			"CPU too much", pod(list("cpu=500m"), list("cpu=1")), limited(list("requests.cpu=1", "limits.cpu=1"), list("requests.cpu=200m", "limits.cpu=500m")), nil,
			"exceeded quota: q, requested: limits.cpu=1, used: limits.cpu=500m, limited: limits.cpu=1",
		},
		{"a pod without the limit that is limited", pod(list("cpu=1"), nil), limited(list("limits.cpu=1"), list("limits.cpu=0")), nil, "failed quota: q: must specify limits.cpu for: c"},
		{"a quota nobody counted yet", pod(nil, nil), limited(list("pods=2"), nil), nil, "status unknown for quota: q, resources: pods"},
		{"a Job", &batchv1.Job{}, limited(list("count/jobs.batch=1", "pods=0"), list("count/jobs.batch=0", "pods=0")), map[string]string{"count/jobs.batch": "1", "pods": "0"}, ""},
		{"a Job too many", &batchv1.Job{}, limited(list("count/jobs.batch=1"), list("count/jobs.batch=1")), nil, "exceeded quota: q, requested: count/jobs.batch=1, used: count/jobs.batch=1, limited: count/jobs.batch=1"},
		{"a Secret", &corev1.Secret{}, limited(list("secrets=0"), list("secrets=0")), nil, "exceeded quota: q, requested: secrets=1, used: secrets=0, limited: secrets=0"},
		{"a pod out of scope", pod(nil, nil), limited(list("pods=0"), list("pods=0"), corev1.ResourceQuotaScopeTerminating), nil, ""},
		{
			"a claim", &corev1.PersistentVolumeClaim{Spec: corev1.PersistentVolumeClaimSpec{StorageClassName: new("fast"), Resources: corev1.VolumeResourceRequirements{Requests: list("storage=2Gi")}}},
			limited(list("requests.storage=3Gi", "fast.storageclass.storage.k8s.io/requests.storage=1Gi"), list("requests.storage=0", "fast.storageclass.storage.k8s.io/requests.storage=0")), nil,
			"exceeded quota: q, requested: fast.storageclass.storage.k8s.io/requests.storage=2Gi, used: fast.storageclass.storage.k8s.io/requests.storage=0, limited: fast.storageclass.storage.k8s.io/requests.storage=1Gi",
		},
		{"an object no quota is about", &corev1.Event{}, limited(list("pods=0"), list("pods=0")), nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := c.quota.DeepCopy()
			charged, err := quota.Check(c.obj, []*corev1.ResourceQuota{c.quota})
			if got := errText(err); got != c.wantErr {
				t.Errorf("error %q, want %q", got, c.wantErr)
			}
			if diff := cmp.Diff(before, c.quota); diff != "" {
				t.Errorf("the quota handed in changed:\n%s", diff)
			}
			var got map[string]string
			if len(charged) > 0 {
				got = used(charged[0])
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("used (-want +got):\n%s", diff)
			}
		})
	}
}

func errText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestUsageIsGivenBack(t *testing.T) {
	now := time.Unix(1000, 0)
	c := quota.Counter{Now: func() time.Time { return now }}
	hard := list("pods=5", "requests.cpu=5", "count/pods=5")
	running := pod(list("cpu=2"), nil)
	ended := running.DeepCopy()
	ended.Status.Phase = corev1.PodSucceeded
	deleting := running.DeepCopy()
	deleting.DeletionTimestamp, deleting.DeletionGracePeriodSeconds = &metav1.Time{Time: now.Add(-time.Minute)}, new(int64(30))

	neverDone := running.DeepCopy() // its grace period runs over, and the time of its deletion with it
	neverDone.DeletionTimestamp, neverDone.DeletionGracePeriodSeconds = &metav1.Time{Time: now.Add(scheduler.Seconds(9_999_999_999))}, new(int64(9_999_999_999))

	q := limited(hard, nil)
	q.Status = c.Recompute(q, []runtime.Object{running, ended, deleting, neverDone, &batchv1.Job{}})
	if diff := cmp.Diff(map[string]string{"pods": "1", "requests.cpu": "2", "count/pods": "4"}, used(q)); diff != "" {
		t.Errorf("recomputed (-want +got):\n%s", diff)
	}
	steps := []struct {
		name         string
		old, updated runtime.Object
		want         map[string]string
	}{
		{"a pod ends", running, ended, map[string]string{"pods": "0", "requests.cpu": "0", "count/pods": "4"}},
		{"one comes", nil, running, map[string]string{"pods": "1", "requests.cpu": "2", "count/pods": "5"}},
		{"it goes", running, (*corev1.Pod)(nil), map[string]string{"pods": "0", "requests.cpu": "0", "count/pods": "4"}},
	}
	for _, s := range steps {
		changed := c.Adjust(s.old, s.updated, []*corev1.ResourceQuota{q})
		if len(changed) != 1 {
			t.Fatalf("%s: %d quotas changed, want 1", s.name, len(changed))
		}
		q = changed[0]
		if diff := cmp.Diff(s.want, used(q)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", s.name, diff)
		}
	}
	if changed := c.Adjust(running, running, []*corev1.ResourceQuota{q}); len(changed) != 0 {
		t.Errorf("nothing changed, yet %d quotas did", len(changed))
	}
}
