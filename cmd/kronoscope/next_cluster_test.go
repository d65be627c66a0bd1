package main

import (
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/serve"
)

// reachable puts an embedded plane with these CronJobs behind a port and returns its kubeconfig.
func reachable(t *testing.T, start time.Time, cronJobs ...*batchv1.CronJob) string {
	t.Helper()
	plane, err := embedded.New(embedded.Options{Start: start})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cronJobs {
		if err := plane.Create(c); err != nil {
			t.Fatal(err)
		}
	}
	config := plane.RESTConfig()
	host := config.Host
	if !strings.Contains(host, "://") {
		host = "http://" + host
	}
	target, err := url.Parse(host)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.Transport = config.Transport
	server := httptest.NewServer(serve.WithClock(proxy, plane.Control()))
	t.Cleanup(server.Close)
	file := filepath.Join(t.TempDir(), "config")
	text := `{"apiVersion":"v1","kind":"Config","current-context":"lab","contexts":[{"name":"lab","context":{"cluster":"lab"}}],
		"clusters":[{"name":"lab","cluster":{"server":"` + server.URL + `"}}]}`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func cronJob(name, schedule string) *batchv1.CronJob {
	return &batchv1.CronJob{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: metav1.NamespaceDefault},
		Spec: batchv1.CronJobSpec{
			Schedule: schedule,
			JobTemplate: batchv1.JobTemplateSpec{Spec: batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
				RestartPolicy: corev1.RestartPolicyNever, Containers: []corev1.Container{{Name: "a", Image: "busybox"}},
			}}}},
		},
	}
}

func TestNextOfACronJobOfTheCluster(t *testing.T) {
	created := time.Date(2026, 11, 24, 1, 59, 20, 0, time.UTC)
	config := reachable(t, created, cronJob("backup", "0 2 * * *"), cronJob("drift", "@every 90m"))
	got := nextRuns(t, "cronjob/backup", "--kubeconfig", config, "--from", "2026-11-24", "-n", "1")
	if at := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC); got.Namespace != "default" || got.Name != "backup" || !got.Runs[0].At.Equal(at) {
		t.Errorf("%+v", got)
	}
	got = nextRuns(t, "cronjob/backup", "--kubeconfig", config, "--from", "2026-11-24 02:00", "-n", "1")
	if at := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC); !got.Runs[0].At.Equal(at) {
		t.Errorf("from the run itself: at %v, want %v", got.Runs[0].At, at)
	}
	// An interval counts from the creation, not from where one looks.
	got = nextRuns(t, "cj/drift", "--kubeconfig", config, "--from", "2026-11-24 02:00", "-n", "1")
	if at := created.Add(90 * time.Minute); !got.Runs[0].At.Equal(at) {
		t.Errorf("at %v, want %v", got.Runs[0].At, at)
	}
	// Without a time to look from it is the cluster's, whatever the machine's clock shows.
	got = nextRuns(t, "cronjob/backup", "--kubeconfig", config, "-n", "1")
	if at := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC); !got.Runs[0].At.Equal(at) {
		t.Errorf("at %v, want %v", got.Runs[0].At, at)
	}
	code, out, errOut := runIn(t, "", "next", "cronjob/none", "--kubeconfig", config)
	if code != exitcode.Failed || out != "" || !strings.Contains(errOut, `reading cronjob default/none of context lab: cronjobs.batch "none" not found`) {
		t.Errorf("exit %d, %q, %q", code, out, errOut)
	}
}
