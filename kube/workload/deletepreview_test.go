package workload

import (
	"testing"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload/workloadtest"
)

func TestDeletePreview(t *testing.T) {
	cronJob := workloadtest.CronJob("nightly", "0 2 * * *")
	one, two := workloadtest.Job("one", workloadtest.OwnedBy(cronJob)), workloadtest.Job("two", workloadtest.OwnedBy(cronJob))
	s := SnapshotOf(cronJob, one, two, workloadtest.Pod(one, 1, workloadtest.Running(0)), workloadtest.Pod(one, 2, workloadtest.Ended(0, 1, 1)), workloadtest.Pod(two, 1, workloadtest.Ended(0, 1, 0)))
	if got := DeletePreview(s, kube.KindCronJob, kube.Key{Namespace: "default", Name: "nightly"}); got != (Preview{Jobs: 2, Pods: 3, Running: 1}) {
		t.Errorf("CronJob: %+v", got)
	}
	for kind, name := range map[kube.Kind]string{kube.KindCronJob: "nightly", kube.KindJob: "one", kube.KindPod: "one-00002"} {
		if got := s.UID(kind, kube.Key{Namespace: "default", Name: name}); got == "" || s.UID(kind, kube.Key{Namespace: "other", Name: name}) != "" {
			t.Errorf("UID of %s %s: %q", kind, name, got)
		}
	}
	if got := DeletePreview(s, kube.KindJob, kube.Key{Namespace: "default", Name: "one"}); got != (Preview{Pods: 2, Running: 1}) {
		t.Errorf("Job: %+v", got)
	}
}
