package upstream_test

import (
	"context"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/kronoscope/kronoscope/kube/e2e/upstream"
)

func TestTheRealJobControllerCreatesPods(t *testing.T) {
	client := kubernetes.NewForConfigOrDie(upstream.Start(t, upstream.Options{}))
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	job := &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Name: "one", Namespace: "default"},
		Spec: batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
			RestartPolicy: corev1.RestartPolicyNever,
			Containers:    []corev1.Container{{Name: "main", Image: "busybox"}},
		}}},
	}
	pods, err := client.CoreV1().Pods("default").Watch(ctx, metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer pods.Stop()
	if _, err := client.BatchV1().Jobs("default").Create(ctx, job, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	event, open := <-pods.ResultChan()
	if !open {
		t.Fatal("no pod was created")
	}
	if pod := event.Object.(*corev1.Pod); !metav1.IsControlledBy(pod, job) && pod.Labels[batchv1.JobNameLabel] != "one" {
		t.Errorf("the first pod is %s, not the Job's", pod.Name)
	}
}
