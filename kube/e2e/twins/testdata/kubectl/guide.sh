# The commands of the guide, in its order. Its CronJobs have no slot while the script runs: it would come between two commands on one
# plane, and after them on the other.

# Jobs: a one-shot Job
kubectl apply -f backup-pvc.yaml -f db-secret.yaml
kubectl apply -f database-backup.yaml
upto 'Complete *1\/1' kubectl get jobs -w | awk '{print $1, $2, $3}' | uniq
kubectl wait --for=condition=complete job/database-backup --timeout=60s
kubectl get pods --selector=job-name=database-backup
kubectl logs job/database-backup | sed 's/ à .*//'
kubectl describe job database-backup
kubectl delete job database-backup
kubectl wait --for=delete pod -l job-name=database-backup --timeout=60s
kubectl get pods

# CronJobs
sed 's#0 2 \* \* \*#0 0 29 2 *#' daily-backup.yaml | kubectl apply -f -
kubectl get cronjobs
kubectl describe cronjob daily-backup
kubectl get jobs --selector=cronjob=daily-backup
kubectl patch cronjob daily-backup -p '{"spec":{"suspend":true}}'
kubectl get cronjobs
kubectl patch cronjob daily-backup -p '{"spec":{"suspend":false}}'
kubectl create job --from=cronjob/daily-backup manual-backup-001
kubectl wait --for=condition=complete job/manual-backup-001 --timeout=60s
kubectl get jobs
kubectl get job manual-backup-001 -o jsonpath='{.metadata.ownerReferences[*].name} {.metadata.annotations}'
kubectl delete cronjob daily-backup
kubectl wait --for=delete job/manual-backup-001 --timeout=60s
kubectl get cronjobs,jobs

# Debugging: the state of a Job
kubectl apply -f retries.yaml
kubectl wait --for=jsonpath='{.status.containerStatuses[0].restartCount}'=1 pod -l job-name=my-job --timeout=60s > /dev/null
kubectl get jobs
kubectl wait --for=condition=complete job/my-job --timeout=60s
kubectl get jobs
kubectl describe job my-job
kubectl get job my-job -o jsonpath='{.status.conditions[*].type}'
kubectl get job my-job -o jsonpath='{.status.succeeded}/{.status.failed}'

# Debugging: logs
kubectl logs job/my-job
kubectl logs -f job/my-job
kubectl logs --previous job/my-job
kubectl logs $(kubectl get pods -l job-name=my-job -o jsonpath='{.items[0].metadata.name}')
! kubectl logs my-job-xyz123

# Debugging: a CronJob
kubectl apply -f my-cronjob.yaml
kubectl get cronjob my-cronjob -o jsonpath='{.status.lastScheduleTime}'
kubectl get cronjob my-cronjob -o jsonpath='{.spec.suspend}'
kubectl get jobs --selector=cronjob=my-cronjob --sort-by=.metadata.creationTimestamp
kubectl describe cronjob my-cronjob | grep Events -A 10

# Debugging: common problems
kubectl get events --field-selector involvedObject.name=my-job
kubectl describe resourcequota
kubectl describe limitrange
kubectl describe pod -l job-name=my-job | grep -A 5 "State:"
kubectl get job my-job -o jsonpath='{.spec.backoffLimit}'
kubectl patch job my-job -p '{"spec":{"backoffLimit":5}}'
kubectl get cronjob my-cronjob -o jsonpath='{.spec.schedule}'
kubectl get cronjob my-cronjob -o jsonpath='{.spec.suspend}'
kubectl get cronjob my-cronjob -o jsonpath='{.spec.startingDeadlineSeconds}'

# Exercises
kubectl apply -f pi-calculation.yaml
kubectl wait --for=condition=complete job/pi-calculation --timeout=300s
kubectl logs job/pi-calculation
sed 's#\*/5 \* \* \* \*#0 0 29 2 *#' web-health-check.yaml | kubectl apply -f -
kubectl describe cronjob web-health-check
kubectl apply -f parallel-processing.yaml
upto 'Running' kubectl get pods -w -l job-name=parallel-processing --no-headers > /dev/null
kubectl delete job parallel-processing
