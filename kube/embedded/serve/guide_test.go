package serve_test

import (
	"testing"
	"time"
)

const (
	jobColumns     = `^NAME +STATUS +COMPLETIONS +DURATION +AGE$`
	podColumns     = `^NAME +READY +STATUS +RESTARTS +AGE$`
	cronJobColumns = `^NAME +SCHEDULE +TIMEZONE +SUSPEND +ACTIVE +LAST SCHEDULE +AGE$`
	noResources    = `^No resources found in default namespace\.$`
)

func TestTheGuidesJobs(t *testing.T) {
	play(t, nil, []step{
		{
			line: "kubectl apply -f $GUIDE/backup-pvc.yaml -f $GUIDE/db-secret.yaml",
			want: []string{`^persistentvolumeclaim/backup-pvc created$`, `^secret/db-secret created$`},
		},
		{line: "kubectl apply -f $GUIDE/database-backup.yaml", want: []string{`^job.batch/database-backup created$`}},
		{line: "kubectl get jobs", want: []string{jobColumns, `^database-backup +Running +0/1 +0s +0s$`}},
		{
			line: "kubectl get jobs -w", shows: "^database-backup", during: time.Minute, until: `^database-backup +Complete +1/1`,
			want: []string{jobColumns, `^database-backup +Running +0/1`, `^database-backup +SuccessCriteriaMet +0/1`},
		},
		{
			line: "kubectl get pods --selector=job-name=database-backup",
			want: []string{podColumns, `^database-backup-\w{5} +0/1 +Completed +0 +\d+s$`},
		},
		{line: "kubectl logs job/database-backup", want: []string{
			`^Démarrage de la sauvegarde à Tue Nov 24 00:55:\d\d UTC 2026$`, `^Sauvegarde terminée avec succès$`,
		}},
		{line: "kubectl describe job database-backup", want: []string{
			`^Name: +database-backup$`, `^Labels: +app=backup$`, `^Start Time: +Tue, 24 Nov 2026 00:55:00 \+0000$`,
			`^Active Deadline Seconds: +600s$`, `^Pods Statuses: +0 Active \(0 Ready\) / 1 Succeeded / 0 Failed$`,
			`^ +PGPASSWORD: +<set to the key 'password' in secret 'db-secret'> +Optional: false$`,
			`^ +Normal +SuccessfulCreate .* job-controller +Created pod: database-backup-\w{5}$`, `^ +Normal +Completed .*Job completed$`,
		}},
		{line: "kubectl delete job database-backup", want: []string{`^job.batch "database-backup" deleted`}},
		{line: "kubectl get pods", after: time.Second, want: []string{noResources}},
		{line: "kubectl create -f $GUIDE/parallel-processing.yaml", want: []string{`^job.batch/parallel-processing created$`}},
		{
			line: "kubectl get pods", after: 2 * time.Second,
			want: []string{podColumns, `(?s)(parallel-processing-\w{5} +1/1 +Running +0 +2s\n){5}\z`},
		},
		{
			line: "kubectl get pods -w", shows: "^parallel-processing", during: 30 * time.Second, until: `^parallel-processing-\w{5} +0/1 +Completed`,
			want: []string{podColumns, `^parallel-processing-\w{5} +0/1 +(Pending|ContainerCreating)`},
		},
		{line: "kubectl apply -f $GUIDE/pi-calculation.yaml", want: []string{`^job.batch/pi-calculation created$`}},
		{
			line: "kubectl wait --for=condition=complete job/pi-calculation --timeout=300s", during: time.Minute,
			want: []string{`^job.batch/pi-calculation condition met$`},
		},
		{line: "kubectl logs job/pi-calculation", want: []string{`simulated`}},
	})
}

func TestTheGuidesCronJobs(t *testing.T) {
	play(t, nil, []step{
		{line: "kubectl apply -f $GUIDE/daily-backup.yaml", want: []string{`^cronjob.batch/daily-backup created$`}},
		{line: "kubectl get cronjobs", want: []string{cronJobColumns, `^daily-backup +0 2 \* \* \* +Europe/Paris +False +0 +<none> +0s$`}},
		{
			line: "kubectl get cronjobs", after: 5*time.Minute + 500*time.Millisecond,
			want: []string{`^daily-backup +0 2 \* \* \* +Europe/Paris +False +1 +0s +5m$`},
		},
		{line: "kubectl describe cronjob daily-backup", after: time.Minute, want: []string{
			`^Schedule: +0 2 \* \* \*$`, `^Concurrency Policy: +Forbid$`, `^Starting Deadline Seconds: +300s$`,
			`^Last Schedule Time: +Tue, 24 Nov 2026 01:00:00 \+0000$`, `^Active Jobs: +<none>$`,
			`^ +Normal +SuccessfulCreate .*cronjob-controller +Created job daily-backup-29924700$`,
			`^ +Normal +SawCompletedJob .*Saw completed job: daily-backup-29924700, condition: Complete$`,
		}},
		{line: "kubectl get jobs --selector=cronjob=daily-backup", want: []string{noResources}}, // the label is on no cluster
		{line: `kubectl patch cronjob daily-backup -p '{"spec":{"suspend":true}}'`, want: []string{`^cronjob.batch/daily-backup patched$`}},
		{line: "kubectl get cronjobs", after: 24 * time.Hour, want: []string{`True +0 +24h +24h$`}},
		{
			line: `kubectl patch cronjob daily-backup -p '{"spec":{"suspend":false}}'`, want: []string{`^cronjob.batch/daily-backup patched$`},
		},
		{
			line: "kubectl create job --from=cronjob/daily-backup manual-backup-001",
			want: []string{`^job.batch/manual-backup-001 created$`},
		},
		{
			line: "kubectl get jobs", after: time.Minute,
			want: []string{jobColumns, `^daily-backup-29924700 +Complete +1/1 +\ds +24h$`, `^manual-backup-001 +Complete +1/1 +\ds +60s$`},
		},
		{
			line: `kubectl get job manual-backup-001 -o jsonpath='{.metadata.ownerReferences[0].name} {.metadata.annotations}'`,
			want: []string{`^daily-backup \{"cronjob.kubernetes.io/instantiate":"manual"\}$`},
		},
		{line: "kubectl delete cronjob daily-backup", want: []string{`^cronjob.batch "daily-backup" deleted`}},
		{line: "kubectl get cronjobs,jobs,pods", after: time.Second, want: []string{`^No resources found`}},
	})
}

// failing is a Job whose container fails twice before it succeeds, and a CronJob to debug.
const failing = `
apiVersion: batch/v1
kind: Job
metadata: {name: my-job}
spec:
  backoffLimit: 4
  template:
    spec:
      restartPolicy: OnFailure
      volumes: [{name: work, emptyDir: {}}]
      containers:
      - name: main
        image: busybox
        volumeMounts: [{name: work, mountPath: /work}]
        command:
        - sh
        - -c
        - |
          echo "attempt at $(date +%H:%M:%S)" | tee -a /work/attempts
          sleep 3
          echo working
          [ $(wc -l < /work/attempts) -eq 3 ]
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: my-cronjob}
spec:
  schedule: "*/5 * * * *"
  startingDeadlineSeconds: 60
  jobTemplate:
    spec:
      template:
        spec:
          restartPolicy: Never
          containers: [{name: main, image: busybox, command: [sh, -c, "echo hello"]}]
`

func TestTheGuidesDebugging(t *testing.T) {
	const pod = "$(kubectl get pods -l job-name=my-job -o jsonpath={.items[0].metadata.name})"
	play(t, map[string]string{"failing.yaml": failing, "bounds.yaml": bounds}, []step{
		{line: "kubectl apply -f failing.yaml", want: []string{`^job.batch/my-job created$`, `^cronjob.batch/my-cronjob created$`}},
		{line: "kubectl logs job/my-job", code: 1, want: []string{
			`^Error from server \(BadRequest\): container "main" in pod "my-job-\w{5}" is waiting to start: ContainerCreating$`,
		}},
		{line: "kubectl logs --previous job/my-job", after: 2 * time.Second, code: 1, want: []string{
			`^Error from server \(BadRequest\): previous terminated container "main" in pod "my-job-\w{5}" not found$`,
		}},
		{line: "kubectl get jobs", want: []string{jobColumns, `^my-job +Running +0/1 +2s +2s$`}},
		{line: "kubectl describe job my-job", want: []string{`^Pods Statuses: +1 Active \(1 Ready\) / 0 Succeeded / 0 Failed$`}},
		{line: "kubectl get job my-job -o jsonpath='{.status.conditions[*].type}'"},
		{line: "kubectl get job my-job -o jsonpath='{.status.succeeded}/{.status.failed}'", want: []string{`^/$`}},
		{line: "kubectl get pods", after: 3 * time.Second, want: []string{`^my-job-\w{5} +1/1 +Running +1 \(\d+s ago\) +5s$`}},
		{line: "kubectl logs --previous job/my-job", want: []string{`^attempt at 00:55:00$`, `^working$`}},
		{line: "kubectl logs " + pod, want: []string{`^attempt at 00:55:0[34]$`}},
		{line: "kubectl logs -f job/my-job", shows: "attempt", during: 4 * time.Second, want: []string{`^attempt at 00:55:0[34]$`, `^working$`}},
		{line: `kubectl describe pod ` + pod + ` | grep -A 5 "State:"`, after: 2 * time.Second, want: []string{
			`^ +State: +Waiting$`, `^ +Reason: +CrashLoopBackOff$`, `^ +Last State: +Terminated$`, `^ +Exit Code: +1$`,
		}},
		{line: "kubectl get job my-job -o jsonpath='{.spec.backoffLimit}'", want: []string{`^4$`}},
		{line: `kubectl patch job my-job -p '{"spec":{"backoffLimit":5}}'`, want: []string{`^job.batch/my-job patched$`}},
		{line: "kubectl get job my-job -o jsonpath='{.spec.backoffLimit}'", want: []string{`^5$`}},
		{
			line: "kubectl get job my-job -o jsonpath='{.status.conditions[*].type}'", after: time.Minute,
			want: []string{`^SuccessCriteriaMet Complete$`},
		},
		{line: "kubectl get job my-job -o jsonpath='{.status.succeeded}/{.status.failed}'", want: []string{`^1/$`}},
		{line: "kubectl get events --field-selector involvedObject.name=my-job", want: []string{
			`^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE$`, `Normal +SuccessfulCreate +job/my-job +Created pod: my-job-\w{5}$`, `Completed +job/my-job +Job completed$`,
		}, never: []string{`pod/`}},
		{line: "kubectl describe resourcequota", want: []string{noResources}},
		{line: "kubectl describe limitrange", want: []string{noResources}},
		{line: "kubectl apply -f bounds.yaml", want: []string{`^resourcequota/team created$`, `^limitrange/sizes created$`}},
		{line: "kubectl describe resourcequota", after: time.Second, want: []string{`^Name: +team$`, `^Resource +Used +Hard$`, `^count/jobs.batch +\d+ +5$`, `^pods +0 +3$`}},
		{line: "kubectl describe limitrange", want: []string{`^Name: +sizes$`, `^Container +cpu +- +1 +100m +500m +-$`}},
		{line: "kubectl get resourcequota,limitrange", want: []string{`^NAME +REQUEST +LIMIT +AGE$`, `^NAME +CREATED AT$`}},
		{
			line: "kubectl get cronjob my-cronjob -o jsonpath='{.status.lastScheduleTime}'", after: 10 * time.Minute,
			want: []string{`^2026-11-24T01:05:00Z$`},
		},
		{line: "kubectl get cronjob my-cronjob -o jsonpath='{.spec.suspend}'", want: []string{`^false$`}},
		{line: "kubectl get cronjob my-cronjob -o jsonpath='{.spec.schedule}'", want: []string{`^\*/5 \* \* \* \*$`}},
		{line: "kubectl get cronjob my-cronjob -o jsonpath='{.spec.startingDeadlineSeconds}'", want: []string{`^60$`}},
		{line: "kubectl get jobs --selector=cronjob=my-cronjob --sort-by=.metadata.creationTimestamp", want: []string{noResources}},
		{line: "kubectl get jobs --sort-by=.metadata.creationTimestamp", want: []string{
			`(?s)my-job .*\nmy-cronjob-29924700 .*\nmy-cronjob-29924705 `,
		}},
		{line: "kubectl describe cronjob my-cronjob | grep Events -A 10", want: []string{
			`^Events:$`, `Normal +SuccessfulCreate .*Created job my-cronjob-29924700$`,
		}},
	})
}

// bounds are a ResourceQuota and a LimitRange.
const bounds = `
apiVersion: v1
kind: ResourceQuota
metadata: {name: team}
spec: {hard: {pods: "3", count/jobs.batch: "5"}}
---
apiVersion: v1
kind: LimitRange
metadata: {name: sizes}
spec:
  limits: [{type: Container, max: {cpu: "1"}, default: {cpu: 500m}, defaultRequest: {cpu: 100m}}]
`
