package watch_test

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/action"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/logs"
	"github.com/kronoscope/kronoscope/kube/manifest"
	"github.com/kronoscope/kronoscope/kube/watch"
	"github.com/kronoscope/kronoscope/kube/workload"
)

// TestOnAnEmbeddedPlane goes once through everything that the program does to a cluster: manifests in, a CronJob triggered and
// watched to its end, its logs, description and YAML read, the Job deleted.
func TestOnAnEmbeddedPlane(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	start := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	plane, err := embedded.New(embedded.Options{Start: start, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	plane.StartParts()
	defer plane.Stop()
	c, err := kube.NewCluster(plane.RESTConfig(), kube.Options{}, "")
	if err != nil {
		t.Fatal(err)
	}
	c.Clock = planeTime{plane: plane}
	documents, problems := manifest.ReadFS(os.DirFS("../../testdata/guide"))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if problems, err = action.New(c).Apply(ctx, documents); err != nil || len(problems) > 0 {
		t.Fatal(problems, err)
	}
	inventory := watch.NewInventory(c)
	defer inventory.Stop()

	key, err := action.New(c).Trigger(ctx, kube.Key{Namespace: "default", Name: "daily-backup"})
	if err != nil {
		t.Fatal(err)
	}
	if err := plane.Clock().RunUntil(ctx, start.Add(10*time.Minute)); err != nil {
		t.Fatal(err)
	}
	var done *batchv1.Job
	for {
		s, err := inventory.Wait(ctx)
		if err != nil {
			t.Fatalf("waiting for the Job to complete: %v", err)
		}
		if job := s.Job(key); job != nil && job.State == workload.JobComplete && len(job.Pods) == 1 && job.Pods[0].Status == "Completed" {
			if cronJob := s.CronJob(kube.Key{Namespace: "default", Name: "daily-backup"}); cronJob.Jobs[0] != job || len(s.Events) == 0 {
				t.Errorf("history %v, %d events", cronJob.Jobs, len(s.Events))
			}
			done = job.Trimmed
			break
		}
	}

	logs := logs.OfCronJob(ctx, c, kube.Key{Namespace: "default", Name: "daily-backup"}, logs.Options{Follow: true})
	defer logs.Close()
	var text strings.Builder
	for {
		batch, err := logs.Next(ctx)
		for _, line := range batch.Lines {
			text.Write(append(line.Text, '\n'))
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(text.String(), "Sauvegarde quotidienne - Mon Nov 23") || !strings.Contains(text.String(), "Backup terminé\n") {
		t.Errorf("logs:\n%s", text.String())
	}

	described, err := action.New(c).Describe(ctx, kube.KindJob, key)
	if err != nil || !strings.Contains(described, "Controlled By:") || !strings.Contains(described, "Completed") || strings.Contains(described, "<invalid>") {
		t.Errorf("describe: %v\n%s", err, described)
	}
	yaml, err := action.New(c).YAML(ctx, kube.KindJob, key)
	if err != nil || !strings.HasPrefix(yaml, "apiVersion: batch/v1\nkind: Job\nmetadata:\n") || strings.Contains(yaml, "managedFields") {
		t.Errorf("YAML: %v\n%s", err, yaml)
	}
	if err := action.New(c).Delete(ctx, kube.KindJob, key, action.DeleteOptions{UID: "another"}); !errors.Is(err, action.ErrRecreated) {
		t.Errorf("deleting another of the same name: %v", err)
	}
	if err := action.New(c).Delete(ctx, kube.KindJob, key, action.DeleteOptions{UID: done.UID}); err != nil {
		t.Error(err)
	}
}

// planeTime only has the plane's time: nothing in this test controls a clock.
type planeTime struct {
	kube.ClockControl
	plane *embedded.Plane
}

func (p planeTime) State() kube.ClockState { return kube.ClockState{Now: p.plane.Clock().Now()} }
