package demo

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/logging"
	"github.com/kronoscope/kronoscope/kube/manifest"
)

// overQuota is a CronJob whose pods its namespace's quota refuses: a fault that anybody can cause.
const overQuota = `apiVersion: v1
kind: ResourceQuota
metadata: {name: none}
spec: {hard: {pods: "0"}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: refused}
spec: {schedule: "* * * * *", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: busybox}]}}}}}
`

func TestWhatFailsInsideThePlaneReachesTheLog(t *testing.T) {
	start := time.Date(2026, 11, 24, 1, 59, 30, 0, time.UTC)
	documents, problems := manifest.Read(strings.NewReader(overQuota), "-")
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	log := logging.New()
	r, err := (&demo{flags: &flags.Shared{Log: log}, documents: documents}).manifestInstance(t.Context(), start)
	if err != nil {
		t.Fatal(err)
	}
	r.plane.StartParts()
	defer r.plane.Stop()
	if err := r.plane.Clock().RunUntil(t.Context(), start.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	record, err := log.WaitForWarning(ctx, 0)
	if err != nil {
		t.Fatal("nothing was logged")
	}
	for _, want := range []string{"component=job", "object=default/refused-", "error=", "exceeded quota: none"} {
		if !strings.Contains(record.Text, want) {
			t.Errorf("logged %q, want %q in it", record.Text, want)
		}
	}
}
