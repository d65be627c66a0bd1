package embedded_test

import (
	"bufio"
	"context"
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/client-go/kubernetes"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/action"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/manifest"
	"github.com/kronoscope/kronoscope/testdata"
)

// playGuide applies the guide's manifests to a plane at the start instant, and returns it with its clock standing there.
func playGuide(t *testing.T) *embedded.Plane {
	t.Helper()
	plane := newPlane(t)
	t.Cleanup(plane.Stop)
	documents, problems := manifest.ReadFS(testdata.Guide)
	cluster, err := kube.NewCluster(plane.RESTConfig(), kube.Options{}, "default")
	if err != nil {
		t.Fatal(err)
	}
	more, err := action.New(cluster).Apply(t.Context(), documents)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range append(problems, more...) {
		t.Error(p.Error())
	}
	return plane
}

func advance(t *testing.T, plane *embedded.Plane, d time.Duration) {
	t.Helper()
	if err := plane.Clock().RunUntil(t.Context(), plane.Clock().Now().Add(d)); err != nil {
		t.Fatal(err)
	}
}

func finishedAs(job *batchv1.Job) batchv1.JobConditionType {
	for _, c := range job.Status.Conditions {
		if c.Status == corev1.ConditionTrue && (c.Type == batchv1.JobComplete || c.Type == batchv1.JobFailed) {
			return c.Type
		}
	}
	return ""
}

func TestEveryJobOfTheGuideCompletes(t *testing.T) {
	plane := playGuide(t)
	names := map[string]bool{}
	for _, job := range plane.Client().Jobs().List("default") {
		names[job.Name] = true
	}
	if len(names) != 11 {
		t.Errorf("the guide has %d Jobs here, want 11: %v", len(names), names)
	}
	advance(t, plane, 10*time.Minute)
	for _, job := range plane.Client().Jobs().List("default") {
		if names[job.Name] && finishedAs(job) != batchv1.JobComplete {
			t.Errorf("%s is not complete after ten minutes: %+v", job.Name, job.Status)
		}
	}
}

func TestParallelProcessingRunsInWavesOfFiveToTwenty(t *testing.T) {
	plane := playGuide(t)
	most := int32(0)
	stop := plane.Client().Jobs().OnChange(func(_, job *batchv1.Job) {
		if job != nil && job.Name == "parallel-processing" {
			most = max(most, job.Status.Active)
		}
	})
	defer stop()
	advance(t, plane, 5*time.Minute)
	job, err := plane.Client().Jobs().Get("default", "parallel-processing")
	if err != nil {
		t.Fatal(err)
	}
	if most != 5 || job.Status.Succeeded != 20 {
		t.Errorf("at most %d pods ran and %d succeeded, want 5 and 20", most, job.Status.Succeeded)
	}
	if took := job.Status.CompletionTime.Sub(job.Status.StartTime.Time); took < 20*time.Second || took > 80*time.Second {
		t.Errorf("four waves of 5–14 s took %v", took)
	}
}

func TestImageProcessorReachesAHundredAtParallelismTen(t *testing.T) {
	plane := playGuide(t)
	most := int32(0)
	defer plane.Client().Jobs().OnChange(func(_, job *batchv1.Job) {
		if job != nil && job.Name == "image-processor" {
			most = max(most, job.Status.Active)
		}
	})()
	advance(t, plane, 10*time.Minute)
	job, err := plane.Client().Jobs().Get("default", "image-processor")
	if err != nil {
		t.Fatal(err)
	}
	if most != 10 || job.Status.Succeeded != 100 {
		t.Errorf("at most %d pods ran and %d succeeded, want 10 and 100", most, job.Status.Succeeded)
	}
}

func TestTheMigrationRunsItsInitContainerFirst(t *testing.T) {
	plane := playGuide(t)
	advance(t, plane, 5*time.Minute)
	pods := podsOf(plane, "db-migration-v2-3")
	if len(pods) != 1 {
		t.Fatalf("the migration has %d pods, want 1", len(pods))
	}
	status := pods[0].Status
	if len(status.InitContainerStatuses) != 1 || len(status.ContainerStatuses) != 1 {
		t.Fatalf("statuses of %d init and %d main containers", len(status.InitContainerStatuses), len(status.ContainerStatuses))
	}
	before, after := status.InitContainerStatuses[0].State.Terminated, status.ContainerStatuses[0].State.Terminated
	if before == nil || after == nil || before.ExitCode != 0 || after.StartedAt.Before(&before.FinishedAt) {
		t.Errorf("the backup ended %+v, the migration %+v", before, after)
	}
}

func TestTheCleanupJobIsGoneAnHourAfterItFinished(t *testing.T) {
	plane := playGuide(t)
	advance(t, plane, time.Minute)
	job, err := plane.Client().Jobs().Get("default", "cleanup-job")
	if err != nil || finishedAs(job) != batchv1.JobComplete {
		t.Fatalf("cleanup-job after a minute: %v", err)
	}
	expiry := job.Status.CompletionTime.Add(time.Hour)
	advance(t, plane, expiry.Sub(plane.Clock().Now())-time.Second)
	if _, err := plane.Client().Jobs().Get("default", "cleanup-job"); err != nil {
		t.Errorf("a second before its hour was over: %v", err)
	}
	advance(t, plane, 2*time.Second)
	if _, err := plane.Client().Jobs().Get("default", "cleanup-job"); !apierrors.IsNotFound(err) {
		t.Errorf("a second after its hour was over it is still there: %v", err)
	}
	if pods := podsOf(plane, "cleanup-job"); len(pods) != 0 {
		t.Errorf("%d of its pods are left", len(pods))
	}
}

func TestDailyBackupFiresAtTwoInParis(t *testing.T) {
	plane := playGuide(t)
	var created []time.Time
	defer plane.Client().Jobs().OnChange(func(old, job *batchv1.Job) {
		if old == nil && strings.HasPrefix(job.Name, "daily-backup-") {
			created = append(created, plane.Clock().Now())
		}
	})()
	advance(t, plane, 24*time.Hour)
	if len(created) != 1 {
		t.Fatalf("it fired %d times in a day: %v", len(created), created)
	}
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	if got := created[0].In(paris).Format(time.TimeOnly); got != "02:00:00" {
		t.Errorf("it fired at %s in Paris", got)
	}
}

func TestDailyBackupSpeaksFrenchAndTellsThePlanesTime(t *testing.T) {
	plane := playGuide(t)
	advance(t, plane, 6*time.Hour)
	var log []string
	for _, job := range plane.Client().Jobs().List("default") {
		if strings.HasPrefix(job.Name, "daily-backup-") {
			log = logOf(t, plane, job.Name)
		}
	}
	want := []string{"Sauvegarde quotidienne - Tue Nov 24 01:00:", "Backup terminé"}
	if len(log) != 2 || !strings.HasPrefix(log[0], want[0]) || log[1] != want[1] {
		t.Errorf("the backup's log is %q, want it to begin as %q", log, want)
	}
}

func TestCleanupTempReplacesAndHealthCheckForbids(t *testing.T) {
	plane := playGuide(t)
	for name, want := range map[string]batchv1.ConcurrencyPolicy{
		"cleanup-temp": batchv1.ReplaceConcurrent, "health-check": batchv1.ForbidConcurrent,
	} {
		cronJob, err := plane.Client().CronJobs().Get("default", name)
		if err != nil || cronJob.Spec.ConcurrencyPolicy != want {
			t.Fatalf("%s: %v, %v", name, cronJob.Spec.ConcurrencyPolicy, err)
		}
		// Their scripts end at once; long ones make the policies matter.
		slow := cronJob.DeepCopy()
		slow.Spec.JobTemplate.Spec.Template.Annotations = map[string]string{"kronoscope/duration": "25m"}
		if _, err := plane.Client().CronJobs().Update(slow); err != nil {
			t.Fatal(err)
		}
	}
	overlap, replaced := 0, 0
	defer plane.Client().CronJobs().OnChange(func(_, c *batchv1.CronJob) {
		if c != nil {
			overlap = max(overlap, len(c.Status.Active))
		}
	})()
	defer plane.Client().Jobs().OnChange(func(old, job *batchv1.Job) {
		if job == nil && strings.HasPrefix(old.Name, "cleanup-temp-") && finishedAs(old) == "" {
			replaced++
		}
	})()
	advance(t, plane, 2*time.Hour)
	if overlap != 1 || replaced < 10 {
		t.Errorf("at most %d Jobs of one CronJob were active, want 1; %d cleanups were replaced in two hours, want about 11", overlap, replaced)
	}
	fired := 0
	for _, job := range plane.Client().Jobs().List("default") {
		if strings.HasPrefix(job.Name, "health-check-") {
			fired++
			if slot := job.CreationTimestamp.Minute(); slot%15 != 0 && job.Annotations[batchv1.CronJobScheduledTimestampAnnotation] == "" {
				t.Errorf("%s started outside of a slot", job.Name)
			}
		}
	}
	if fired < 3 || fired > 5 {
		t.Errorf("%d health checks of 25 minutes in two hours, want one at a time", fired)
	}
}

func podsOf(plane *embedded.Plane, job string) []*corev1.Pod {
	var pods []*corev1.Pod
	for _, pod := range plane.Client().Pods().List("default") {
		if pod.Labels[batchv1.JobNameLabel] == job {
			pods = append(pods, pod)
		}
	}
	return pods
}

// logOf reads the log of a Job's first pod through the API, a string per line.
func logOf(t *testing.T, plane *embedded.Plane, job string) []string {
	t.Helper()
	pods := podsOf(plane, job)
	if len(pods) == 0 {
		t.Fatalf("%s has no pods", job)
	}
	client := kubernetes.NewForConfigOrDie(plane.RESTConfig())
	stream, err := client.CoreV1().Pods("default").GetLogs(pods[0].Name, &corev1.PodLogOptions{}).Stream(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Close()
	var lines []string
	for scanner := bufio.NewScanner(stream); scanner.Scan(); {
		lines = append(lines, scanner.Text())
	}
	return lines
}
