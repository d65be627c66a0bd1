package serve_test

import (
	"testing"
	"time"
)

// slow is a Job that takes long, so that it can be looked at and changed.
const slow = `
apiVersion: batch/v1
kind: Job
metadata: {name: slow, labels: {app: lab}}
spec:
  parallelism: 2
  completions: 4
  template:
    spec:
      restartPolicy: Never
      containers: [{name: main, image: busybox, command: [sh, -c, "echo begin; sleep 3600"]}]
`

// others are kinds that the plane does not serve, around one that it does.
const others = `
apiVersion: v1
kind: Service
metadata: {name: s}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: c}
---
apiVersion: batch/v1
kind: Jobb
metadata: {name: j}
`

func TestApplyAndItsRelatives(t *testing.T) {
	play(t, map[string]string{
		"slow.yaml": slow,
		"more.sh":   "sed 's/parallelism: 2/parallelism: 3/' slow.yaml > more.yaml",
		"editor":    "#!/bin/sh\nsed -i 's/backoffLimit: .*/backoffLimit: 9/' \"$1\"\n",
	}, []step{
		{line: "kubectl apply --dry-run=server -f slow.yaml", want: []string{`^job.batch/slow created \(server dry run\)$`}},
		{line: "kubectl get jobs", want: []string{noResources}},
		{line: "kubectl diff -f slow.yaml", code: 1, want: []string{`^\+kind: Job$`, `^\+ +parallelism: 2$`}},
		{line: "kubectl apply -f slow.yaml", want: []string{`^job.batch/slow created$`}},
		{line: "kubectl apply -f slow.yaml", want: []string{`^job.batch/slow unchanged$`}},
		{line: "kubectl diff -f slow.yaml"},
		{line: "sh more.sh && kubectl diff -f more.yaml", code: 1, want: []string{`^- +parallelism: 2$`, `^\+ +parallelism: 3$`}},
		{line: "kubectl apply -f more.yaml", want: []string{`^job.batch/slow configured$`}},
		{line: "kubectl get pods", after: time.Second, want: []string{`(?s)(slow-\w{5} +1/1 +Running +0 +\ds\n){3}\z`}},
		{line: "kubectl apply --server-side --field-manager=other -f slow.yaml", code: 1, want: []string{
			`Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using batch/v1: \.spec\.parallelism$`,
		}},
		{line: "kubectl apply --server-side --force-conflicts -f slow.yaml", want: []string{`^job.batch/slow serverside-applied$`}},
		{line: "kubectl apply --server-side -f slow.yaml", want: []string{`^job.batch/slow serverside-applied$`}},
		{line: "kubectl get job slow --show-managed-fields -o jsonpath='{.metadata.managedFields[*].manager}'", want: []string{`\bkubectl\b`}},
		{line: "kubectl get job slow -o yaml > out.yaml && kubectl replace -f out.yaml", want: []string{`^job.batch/slow replaced$`}},
		{line: "kubectl get job slow -o json | kubectl apply -f -", want: []string{`^job.batch/slow (configured|unchanged)$`}},
		{line: "kubectl edit job slow", want: []string{`^job.batch/slow edited$`}},
		{line: "kubectl get job slow -o jsonpath='{.spec.backoffLimit}'", want: []string{`^9$`}},
		{line: `kubectl patch job slow --type=json -p '[{"op":"test","path":"/spec/backoffLimit","value":1}]'`, code: 1, want: []string{
			`^The request is invalid: the server rejected our request due to an error in our request$`,
		}},
		{line: `kubectl patch job slow --type=merge -p '{"spec":{"completions":5}}'`, code: 1, want: []string{
			`^The Job "slow" is invalid: spec.completions: Invalid value: 5: field is immutable$`,
		}},
		{line: `kubectl patch job slow -p '{"spec":{"paralelism":5}}'`, want: []string{
			`^Warning: unknown field "spec.paralelism"$`, `^job.batch/slow patched \(no change\)$`,
		}},
		{line: "sed 's/completions/completionz/' slow.yaml | kubectl create -f -", code: 1, want: []string{
			`^Error from server \(BadRequest\): error when creating "STDIN": Job in version "v1" cannot be handled as a Job: strict decoding error: unknown field "spec.completionz"$`,
		}},
		{line: "kubectl create -f slow.yaml", code: 1, want: []string{
			`^Error from server \(AlreadyExists\): error when creating "slow.yaml": jobs.batch "slow" already exists$`,
		}},
		{line: "kubectl label job slow team=data && kubectl annotate job slow note=x", want: []string{`^job.batch/slow labeled$`, `^job.batch/slow annotated?$`}},
		{line: "kubectl get jobs -L team -l app=lab,team!=ops", want: []string{`^NAME .* AGE +TEAM$`, `^slow .* data$`}},
		{line: "kubectl scale job slow --replicas=3", code: 1, want: []string{`the server could not find the requested resource`}},
		{line: "kubectl delete job slow --cascade=orphan", want: []string{`^job.batch "slow" deleted`}},
		{line: "kubectl get pods --no-headers", after: time.Second, want: []string{`(?s)(slow-\w{5} +1/1 +Running .*\n){2}`}},
		{line: "kubectl delete pods --all --wait=false", want: []string{`^pod "slow-\w{5}" deleted`}},
		{line: "kubectl get pods", after: 31 * time.Second, want: []string{noResources}},
	})
}

func TestWhatKubectlAsksAServer(t *testing.T) {
	play(t, map[string]string{"others.yaml": others}, []step{
		{line: "kubectl version -o yaml", want: []string{`^ +gitVersion: v1\.37\.2$`}},
		{line: "kubectl explain job.spec", want: []string{
			`^GROUP: +batch$`, `^FIELD: spec <JobSpec>$`, `^ +backoffLimit\s<integer>$`, `^ +template\s<PodTemplateSpec> -required-$`,
		}},
		{line: "kubectl explain cronjob.spec.concurrencyPolicy", want: []string{`^FIELD: concurrencyPolicy <string>$`}},
		{line: "kubectl explain pod --recursive", want: []string{`^ +containers\s<\[\]Container> -required-$`}},
		{line: "kubectl explain job.spec.nothing", code: 1, want: []string{`field "nothing" does not exist`}},
		{line: "kubectl api-resources", want: []string{
			`^NAME +SHORTNAMES +APIVERSION +NAMESPACED +KIND$`, `^cronjobs +cj +batch/v1 +true +CronJob$`, `^jobs +batch/v1 +true +Job$`,
			`^persistentvolumeclaims +pvc +v1 +true +PersistentVolumeClaim$`, `^nodes +no +v1 +false +Node$`,
		}},
		{line: "kubectl api-resources --api-group=batch --verbs=list,watch -o name", want: []string{`^cronjobs.batch$`, `^jobs.batch$`}},
		{line: "kubectl api-versions", want: []string{`^batch/v1$`, `^v1$`}},
		{line: "kubectl auth can-i create cronjobs", want: []string{`^yes$`}},
		{line: "kubectl auth can-i --list", want: []string{`^\*\.\* +\[\] +\[\] +\[\*\]$`}},
		{line: "kubectl get --raw /readyz", want: []string{`^ok$`}},
		{line: "kubectl get ns,sa", want: []string{`^namespace/default +Active +0s$`, `^namespace/kube-system +Active`, `^serviceaccount/default `}},
		{line: "kubectl get nodes -o wide", want: []string{`^NAME +STATUS +ROLES +AGE +VERSION +INTERNAL-IP +EXTERNAL-IP`, `^node-0 +Ready +<none> .*v1\.37\.2`}},
		{line: "kubectl describe node node-0", want: []string{`^Name: +node-0$`, `^ +Ready +True `}},
		{line: "kubectl get deployments", code: 1, want: []string{`^error: the server doesn't have a resource type "deployments"$`}},
		{line: "kubectl apply -f others.yaml", code: 1, want: []string{
			`^configmap/c created$`, `^resource mapping not found for name: "s" namespace: "" from "others.yaml": no matches for kind "Service" in version "v1"$`,
			`no matches for kind "Jobb" in version "batch/v1"$`, `^ensure CRDs are installed first$`,
		}, never: []string{"validat"}},
		{line: "kubectl get crd", code: 1, want: []string{`^error: the server doesn't have a resource type "crd"$`}},
		{line: "kubectl get job nothing", code: 1, want: []string{`^Error from server \(NotFound\): jobs.batch "nothing" not found$`}},
		{line: "kubectl create cronjob each --image=busybox --schedule='61 * * * *' -- true", code: 1, want: []string{
			`spec.schedule: Invalid value: "61 \* \* \* \*": end of range \(61\) above maximum \(59\): 61$`,
		}},
		{line: "kubectl --token=wrong get jobs", code: 1, want: []string{`^error: You must be logged in to the server \(Unauthorized\)$`}},
	})
}

func TestWhatCannotBeDoneToASimulatedContainer(t *testing.T) {
	play(t, map[string]string{"slow.yaml": slow}, []step{
		{line: "kubectl apply -f slow.yaml", want: []string{`created$`}},
		{line: "kubectl wait --for=condition=Ready pod -l app!=x", after: time.Second, want: []string{`(?s)(pod/slow-\w{5} condition met\n){2}`}},
		{line: "kubectl exec job/slow -- ls", code: 1, want: []string{`exec is not supported by the embedded plane`}},
		{line: "kubectl attach job/slow", code: 1, want: []string{`attach is not supported by the embedded plane`}},
		{line: "kubectl port-forward job/slow 8080:80", code: 1, want: []string{`portforward is not supported by the embedded plane`}},
		{line: "kubectl debug -i --image=busybox $(kubectl get pod -o name | head -1)", code: 1, want: []string{
			`an ephemeral container is not supported by the embedded plane`,
		}},
	})
}

func TestAClaimThatAPodHasUsedShowsWhatItGot(t *testing.T) {
	play(t, map[string]string{"claim.yaml": `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: use}
spec:
  template:
    spec:
      restartPolicy: Never
      containers: [{name: main, image: busybox, command: ["true"], volumeMounts: [{name: v, mountPath: /v}]}]
      volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]
`}, []step{
		{line: "kubectl apply -f claim.yaml", want: []string{`^persistentvolumeclaim/data created$`}},
		{line: "kubectl get pvc", after: time.Second, want: []string{`^data +Bound +pvc-[0-9a-f-]{36} +1Gi +RWO +`}},
		{line: "kubectl describe pvc data", want: []string{
			`^Volume: +pvc-[0-9a-f-]{36}$`, `^Annotations: +pv.kubernetes.io/bind-completed: yes$`, `^Used By: +use-\w{5}$`,
		}},
		{line: "kubectl apply -f claim.yaml", want: []string{`^persistentvolumeclaim/data unchanged$`, `^job.batch/use unchanged$`}},
		{line: `kubectl patch pvc data -p '{"spec":{"volumeName":"other"}}'`, code: 1, want: []string{`spec: Forbidden: spec is immutable after creation`}},
	})
}

func TestTheRightsOfAnotherUser(t *testing.T) {
	play(t, nil, []step{
		{line: "kubectl create configmap c --as=bob", code: 1, want: []string{
			`configmaps is forbidden: User "bob" cannot create resource "configmaps" in API group "" in the namespace "default"$`,
		}},
		{line: "kubectl auth can-i delete namespaces --as=system:serviceaccount:default:default", code: 1, want: []string{`^no$`}},
		{line: "kubectl auth can-i --list --as=bob", want: []string{`^selfsubjectaccessreviews.authorization.k8s.io +\[\] +\[\] +\[create\]$`}, never: []string{`\[\*\]`}},
		{line: "kubectl api-resources --as=bob -o name", want: []string{`^jobs.batch$`}},
		{line: "kubectl create configmap c --as=eve --as-group=system:masters", want: []string{`^configmap/c created$`}},
	})
}

func TestPodSecurityIsToldAndEnforced(t *testing.T) {
	play(t, map[string]string{"slow.yaml": slow}, []step{
		{line: "kubectl label namespace default pod-security.kubernetes.io/enforce=restricted pod-security.kubernetes.io/warn=restricted", want: []string{`labeled$`}},
		{line: "kubectl apply -f slow.yaml", want: []string{
			`^Warning: would violate PodSecurity "restricted:latest": allowPrivilegeEscalation != false`, `^job.batch/slow created$`,
		}},
		{line: "kubectl describe job slow", after: time.Second, want: []string{
			`FailedCreate .*Error creating: pods "slow-\w{5}" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false`,
		}},
		{line: "kubectl run gv --image=busybox --overrides='{\"spec\":{\"runtimeClassName\":\"gvisor\"}}'", code: 1, want: []string{
			`pods "gv" is forbidden: pod rejected: RuntimeClass "gvisor" not found$`,
		}},
	})
}

func TestTablesAndWatches(t *testing.T) {
	play(t, nil, []step{
		{line: "kubectl create namespace lab && kubectl create quota q -n lab --hard=pods=1", want: []string{`^namespace/lab created$`, `^resourcequota/q created$`}},
		{line: "kubectl create job two -n lab --image=busybox -- sh -c 'echo one; sleep 5; echo two'", want: []string{`^job.batch/two created$`}},
		{
			line: "kubectl get pods -n lab -w", shows: "^two-", during: 10 * time.Second, until: `^two-\w{5} +0/1 +Completed`,
			want: []string{podColumns, `^two-\w{5} +0/1 +ContainerCreating`, `^two-\w{5} +1/1 +Running`},
		},
		{line: "kubectl wait -n lab --for=jsonpath='{.status.succeeded}'=1 job/two", want: []string{`^job.batch/two condition met$`}},
		{line: "kubectl logs -n lab -l job-name=two --prefix --timestamps", want: []string{
			`^\[pod/two-\w{5}/two\] 2026-11-24T00:55:00\.\d+Z one$`, `^\[pod/two-\w{5}/two\] 2026-11-24T00:55:05\.\d+Z two$`,
		}},
		{line: "kubectl logs -n lab job/two --tail=1", want: []string{`^two$`}, never: []string{`one`}},
		{line: "kubectl logs -n lab job/two -c other", code: 1, want: []string{`container other is not valid for pod two-\w{5}`}},
		{line: "kubectl get jobs -n lab -o wide", want: []string{
			`^NAME +STATUS +COMPLETIONS +DURATION +AGE +CONTAINERS +IMAGES +SELECTOR$`, `^two +Complete +1/1 +6s +10s +two +busybox +batch.kubernetes.io/controller-uid=`,
		}},
		{line: "kubectl get pods -n lab -o wide", want: []string{
			`^NAME +READY +STATUS +RESTARTS +AGE +IP +NODE +NOMINATED NODE +READINESS GATES$`, `^two-\w{5} .* 10\.244\.\d+\.\d+ +node-0 +<none> +<none>$`,
		}},
		{line: "kubectl get cronjobs,jobs,pods -A -o name", want: []string{`^job.batch/two$`, `^pod/two-\w{5}$`}},
		{line: "kubectl get job two -n lab -o custom-columns=N:.metadata.name,S:.status.succeeded", want: []string{`^N +S$`, `^two +1$`}},
		{line: "kubectl get pods -n lab --field-selector=status.phase=Succeeded -o name", want: []string{`^pod/two-\w{5}$`}},
		{line: "kubectl get pods -n lab --field-selector=status.phase=Running -o name"},
		{line: "kubectl get jobs -n lab --chunk-size=1", want: []string{`^two `}},
		{line: "kubectl events -n lab --for job/two", want: []string{`^LAST SEEN +TYPE +REASON +OBJECT +MESSAGE$`, `Completed +Job/two +Job completed$`}},
		{line: "kubectl get events -n lab --sort-by=.lastTimestamp", want: []string{`Scheduled +pod/two-`, `Job completed`}},
		{line: "kubectl delete namespace lab --wait=false", want: []string{`^namespace "lab" deleted`}},
		{line: "kubectl get ns lab", after: time.Minute, code: 1, want: []string{`^Error from server \(NotFound\): namespaces "lab" not found$`}},
	})
}
