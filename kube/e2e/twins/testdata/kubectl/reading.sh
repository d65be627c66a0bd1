# Reading objects of every kind that the embedded plane serves, in every form.
kubectl apply -f every-kind.yaml
kubectl wait --for=condition=complete job/reading --timeout=60s
kubectl get configmaps,secrets,serviceaccounts,persistentvolumeclaims,resourcequotas,limitranges,jobs,cronjobs,pods
kubectl get configmap,secret,serviceaccount,persistentvolumeclaim,resourcequota,limitrange,job,cronjob,pod -o wide
kubectl get cm settings -o wide
kubectl get secrets -o wide
kubectl get sa -o wide
kubectl get pvc -o wide
kubectl get quota -o wide
kubectl get limits -o wide
kubectl get jobs -o wide
kubectl get cj -o wide
kubectl get po -o wide
kubectl get ns reading -o wide
kubectl get no -o wide
kubectl get events -o wide --field-selector involvedObject.kind=Job | sort
kubectl get events --field-selector involvedObject.kind=Pod -o custom-columns=REASON:.reason,TYPE:.type,FROM:.source.component,MESSAGE:.message --no-headers | sort
kubectl get ev --field-selector reason=Completed
kubectl events --for job/reading
! kubectl get events --field-selector reason=Completed,nothing=1
kubectl get jobs,cronjobs -A -o name | grep reading

# Whole objects
kubectl get configmap settings -o yaml
kubectl get secret key -o yaml
kubectl get serviceaccount runner -o yaml
kubectl get pvc files -o yaml
kubectl get resourcequota team -o yaml
kubectl get limitrange sizes -o yaml
kubectl get job reading -o yaml
kubectl get cronjob nightly -o yaml
kubectl get pods -l job-name=reading -o yaml
kubectl get namespace reading -o yaml
kubectl get events --field-selector reason=Completed -o yaml
kubectl get job reading -o json
kubectl get job reading -o jsonpath-as-json='{.spec.template.spec.containers[*]}'
kubectl get job reading -o go-template='{{range .status.conditions}}{{.type}}={{.status}} {{end}}'
kubectl get jobs -o jsonpath='{range .items[*]}{.metadata.name} {.status.succeeded}{"\n"}{end}'
! kubectl get job reading -o jsonpath='{.spec[}'
kubectl get job reading --subresource=status -o jsonpath='{.status.succeeded}'
kubectl get job reading -o name
kubectl get job/reading cronjob/nightly -o name
kubectl get -f every-kind.yaml -o name
kubectl get jobs --chunk-size=1 --no-headers
kubectl get pods --chunk-size=1 -o name
kubectl get jobs --show-labels
kubectl get jobs --show-kind
kubectl get jobs --sort-by=.metadata.name
kubectl get jobs --sort-by=.metadata.creationTimestamp -o name
kubectl get jobs --sort-by=.nothing[
kubectl get pods --field-selector=status.phase=Succeeded -o name
kubectl get pods --field-selector=status.phase!=Succeeded,spec.restartPolicy=Never -o name
kubectl get pods --field-selector=spec.nodeName=node-0 -o name
kubectl get jobs --field-selector=status.successful=1 -o name
kubectl get jobs --field-selector=metadata.name=reading -o name
! kubectl get jobs --field-selector=spec.parallelism=1
! kubectl get cronjobs --field-selector=spec.schedule=x
! kubectl get pods --field-selector=metadata.name
kubectl get jobs --server-print=false
kubectl get pods --server-print=false -o wide
kubectl get jobs -l none=here
kubectl get jobs -n nowhere
! kubectl get job none
! kubectl get job none -n nowhere
! kubectl get deployments.none
! kubectl get nothing
kubectl get job none --ignore-not-found
upto reading kubectl get jobs -w
upto reading kubectl get jobs -w -o name
upto reading kubectl get jobs reading -w -o jsonpath='{.metadata.name} {.status.succeeded}{"\n"}'
upto ADDED kubectl get job reading -w --output-watch-events
upto reading kubectl get pods --watch-only=false -w -o wide

# Descriptions
kubectl describe configmap settings
kubectl describe secret key
kubectl describe serviceaccount runner
kubectl describe pvc files
kubectl describe resourcequota team
kubectl describe limitrange sizes | sort
kubectl describe job reading
kubectl describe cronjob nightly
kubectl describe pods -l job-name=reading
kubectl describe namespace reading | sort
kubectl describe jobs
kubectl describe job read
! kubectl describe job none
kubectl describe job reading --show-events=false

# Logs
kubectl logs job/reading
kubectl logs job/reading --all-containers | sort
kubectl logs job/reading -c setup
kubectl logs job/reading --tail=1
kubectl logs job/reading --limit-bytes=3
kubectl logs job/reading --since=1h
kubectl logs job/reading --timestamps
kubectl logs -l job-name=reading --prefix
kubectl logs -l job-name=reading --max-log-requests=1 -f
! kubectl logs job/reading -c none
! kubectl logs job/reading --tail=-5 --since=-1s
! kubectl logs job/reading --previous
! kubectl logs job/none
! kubectl logs cronjob/nightly
! kubectl logs nightly

# A claim that is used
kubectl delete pvc files --wait=false
kubectl get pvc files
kubectl describe pvc files
kubectl delete job reading
kubectl wait --for=delete pvc/files --timeout=60s
! kubectl get pvc files
