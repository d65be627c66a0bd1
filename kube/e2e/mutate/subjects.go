package mutate

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"sigs.k8s.io/yaml"
)

// Subject is a valid object to begin with.
type Subject struct {
	Resource string // the path of its list below a namespace's: "pods"
	Group    string // "/api/v1", "/apis/batch/v1"
	Sample   runtime.Object
	Object   map[string]any
	// Status is written once the object is stored, for changes from there on.
	Status map[string]any
}

// Name is the object's name.
func (s Subject) Name() string { return s.Object["metadata"].(map[string]any)["name"].(string) }

// Subjects are those that mutations begin with. Nobody acts on them once they are stored: Jobs are managed by another
// controller, CronJobs are suspended, pods have another scheduler.
func Subjects() []Subject {
	job := Subject{Resource: "jobs", Group: "/apis/batch/v1", Sample: &batchv1.Job{}}
	cronJob := Subject{Resource: "cronjobs", Group: "/apis/batch/v1", Sample: &batchv1.CronJob{}}
	pod := Subject{Resource: "pods", Group: "/api/v1", Sample: &corev1.Pod{}}
	return []Subject{
		job.as(plainJob, ""), job.as(indexedJob, indexedStatus), job.as(policyJob, ""), job.as(suspendedJob, ""),
		cronJob.as(cron, cronStatus), cronJob.as(richCron, ""),
		pod.as(plainPod, ""), pod.as(richPod, runningStatus), pod.as(gatedPod, ""),
	}
}

func (s Subject) as(object, status string) Subject {
	must := func(text string) (out map[string]any) {
		if err := yaml.Unmarshal([]byte(text), &out); err != nil {
			panic(err)
		}
		return out
	}
	s.Object, s.Status = must(object), must(status)
	return s
}

const plainJob = `
apiVersion: batch/v1
kind: Job
metadata: {name: plain, labels: {app: plain}}
spec:
  managedBy: example.com/nobody
  template:
    spec:
      restartPolicy: Never
      containers: [{name: main, image: busybox, command: [sh, -c, "true"]}]
`

const indexedJob = `
apiVersion: batch/v1
kind: Job
metadata: {name: indexed, annotations: {note: text}, finalizers: [example.com/keep]}
spec:
  managedBy: example.com/nobody
  completionMode: Indexed
  completions: 10
  parallelism: 3
  backoffLimitPerIndex: 2
  maxFailedIndexes: 4
  podReplacementPolicy: Failed
  activeDeadlineSeconds: 600
  ttlSecondsAfterFinished: 100000
  successPolicy: {rules: [{succeededIndexes: "0-2", succeededCount: 2}, {succeededCount: 5}]}
  podFailurePolicy:
    rules:
    - {action: FailIndex, onExitCodes: {containerName: main, operator: In, values: [3, 4]}}
    - {action: Ignore, onPodConditions: [{type: DisruptionTarget, status: "True"}]}
  template:
    metadata: {labels: {app: indexed}, annotations: {a: b}}
    spec:
      restartPolicy: Never
      subdomain: sub
      containers:
      - name: main
        image: busybox:1.36
        env: [{name: X, valueFrom: {fieldRef: {fieldPath: "metadata.name"}}}, {name: V, value: "1"}]
        resources: {requests: {cpu: 100m, memory: 10Mi}, limits: {cpu: "1"}}
`

const indexedStatus = `
startTime: "2020-01-02T03:04:05Z"
active: 3
ready: 1
terminating: 0
succeeded: 2
failed: 1
completedIndexes: "0,3"
failedIndexes: "5"
uncountedTerminatedPods: {succeeded: [a], failed: [b]}
conditions: [{type: Suspended, status: "False", lastTransitionTime: "2020-01-02T03:04:05Z"}]
`

const policyJob = `
apiVersion: batch/v1
kind: Job
metadata: {name: manual, labels: {app: manual}}
spec:
  managedBy: example.com/nobody
  manualSelector: true
  selector: {matchLabels: {app: manual}, matchExpressions: [{key: tier, operator: In, values: [a, b]}]}
  parallelism: 2
  backoffLimit: 3
  podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: NotIn, values: [0, 1]}}]}
  template:
    metadata: {labels: {app: manual, tier: a}}
    spec:
      restartPolicy: Never
      initContainers: [{name: first, image: busybox}, {name: side, image: busybox, restartPolicy: Always, startupProbe: {exec: {command: ["true"]}}}]
      containers: [{name: main, image: busybox}]
`

const suspendedJob = `
apiVersion: batch/v1
kind: Job
metadata: {name: suspended}
spec:
  managedBy: example.com/nobody
  suspend: true
  completions: 2
  parallelism: 2
  template:
    metadata: {labels: {app: x}}
    spec:
      restartPolicy: OnFailure
      nodeSelector: {disk: ssd}
      tolerations: [{key: k, operator: Exists, effect: NoSchedule}]
      schedulingGates: [{name: example.com/gate}]
      affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In, values: [b]}]}]}}}
      containers: [{name: main, image: busybox, resources: {requests: {cpu: "1"}}}]
`

const cron = `
apiVersion: batch/v1
kind: CronJob
metadata: {name: cron}
spec:
  schedule: "*/5 * * * *"
  suspend: true
  timeZone: Europe/Paris
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: 100
  successfulJobsHistoryLimit: 2
  jobTemplate:
    metadata: {labels: {app: cron}}
    spec:
      template:
        spec:
          restartPolicy: OnFailure
          containers: [{name: main, image: busybox}]
`

const cronStatus = `
lastScheduleTime: "2020-01-02T03:04:05Z"
lastSuccessfulTime: "2020-01-02T03:04:05Z"
active: [{apiVersion: batch/v1, kind: Job, name: cron-1, namespace: mutations, uid: x}]
`

const richCron = `
apiVersion: batch/v1
kind: CronJob
metadata: {name: rich-cron, annotations: {a: b}}
spec:
  schedule: "@hourly"
  suspend: true
  failedJobsHistoryLimit: 0
  jobTemplate:
    spec:
      completions: 5
      completionMode: Indexed
      backoffLimitPerIndex: 1
      suspend: false
      podFailurePolicy: {rules: [{action: Count, onPodConditions: [{type: X}]}]}
      template:
        metadata: {labels: {a: b}}
        spec:
          restartPolicy: Never
          volumes: [{name: data, persistentVolumeClaim: {claimName: c}}, {name: tmp, emptyDir: {sizeLimit: 1Mi}}]
          containers:
          - name: main
            image: busybox
            volumeMounts: [{name: data, mountPath: /data, subPath: x}, {name: tmp, mountPath: /tmp}]
            livenessProbe: {httpGet: {port: 80, path: /}, periodSeconds: 3}
            ports: [{containerPort: 80, name: http}]
`

const plainPod = `
apiVersion: v1
kind: Pod
metadata: {name: plain, labels: {app: plain}}
spec:
  schedulerName: nobody
  containers: [{name: main, image: busybox}]
`

const richPod = `
apiVersion: v1
kind: Pod
metadata:
  name: rich
  labels: {app: rich}
  annotations: {a: b, controller.kubernetes.io/pod-deletion-cost: "5"}
  ownerReferences: [{apiVersion: example.com/v1, kind: Thing, name: t, uid: 11ae5c2b-6a0f-4b07-8d0d-7a0cc1b7b0de, controller: true}]
spec:
  schedulerName: nobody
  restartPolicy: OnFailure
  activeDeadlineSeconds: 100
  terminationGracePeriodSeconds: 5
  automountServiceAccountToken: false
  hostname: host
  hostAliases: [{ip: 10.0.0.1, hostnames: [a.b]}]
  dnsConfig: {nameservers: [10.0.0.2], searches: [a.b], options: [{name: ndots, value: "2"}]}
  securityContext: {runAsUser: 1000, fsGroup: 5, sysctls: [{name: kernel.shm_rmid_forced, value: "1"}], seccompProfile: {type: RuntimeDefault}}
  tolerations: [{key: k, operator: Equal, value: v, effect: NoExecute, tolerationSeconds: 5}]
  topologySpreadConstraints: [{maxSkew: 1, topologyKey: kubernetes.io/hostname, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {tier: a}}, matchLabelKeys: [app]}]
  affinity:
    nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: [{weight: 5, preference: {matchExpressions: [{key: a, operator: Gt, values: ["3"]}]}}]}
    podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: kubernetes.io/hostname, labelSelector: {matchExpressions: [{key: app, operator: Exists}]}}]}
  volumes:
  - {name: data, emptyDir: {medium: Memory, sizeLimit: 1Mi}}
  - {name: conf, configMap: {name: c, items: [{key: k, path: a/b, mode: 256}]}}
  - {name: sec, secret: {secretName: s, optional: true}}
  - {name: host, hostPath: {path: /var/log, type: Directory}}
  - {name: proj, projected: {sources: [{serviceAccountToken: {path: token}}, {downwardAPI: {items: [{path: labels, fieldRef: {fieldPath: metadata.labels}}]}}]}}
  initContainers:
  - {name: first, image: busybox, volumeMounts: [{name: data, mountPath: /data}]}
  - {name: side, image: busybox, restartPolicy: Always, readinessProbe: {tcpSocket: {port: 80}}}
  containers:
  - name: main
    image: busybox:1.36
    args: ["$(X)"]
    workingDir: /tmp
    envFrom: [{prefix: P_, configMapRef: {name: c}}]
    env:
    - {name: X, valueFrom: {resourceFieldRef: {resource: limits.cpu}}}
    - {name: V, valueFrom: {secretKeyRef: {name: s, key: k}}}
    - {name: Z, value: "1"}
    ports: [{containerPort: 80, name: http, protocol: TCP}]
    resources: {requests: {cpu: 100m, memory: 10Mi}, limits: {cpu: "1", memory: 20Mi}}
    resizePolicy: [{resourceName: cpu, restartPolicy: NotRequired}]
    volumeMounts: [{name: data, mountPath: /data}, {name: conf, mountPath: /conf, readOnly: true}, {name: proj, mountPath: /proj}]
    livenessProbe: {exec: {command: ["true"]}, initialDelaySeconds: 1, failureThreshold: 2}
    readinessProbe: {grpc: {port: 9000}}
    startupProbe: {httpGet: {port: http, path: /x, httpHeaders: [{name: A, value: b}]}}
    lifecycle: {preStop: {sleep: {seconds: 2}}, postStart: {exec: {command: ["true"]}}}
    securityContext: {capabilities: {add: [NET_ADMIN], drop: [ALL]}, readOnlyRootFilesystem: true, allowPrivilegeEscalation: false}
  - {name: more, image: busybox}
`

const runningStatus = `
phase: Running
startTime: "2020-01-02T03:04:05Z"
conditions: [{type: Ready, status: "True", lastTransitionTime: "2020-01-02T03:04:05Z"}, {type: PodScheduled, status: "True"}]
podIP: 10.0.0.1
podIPs: [{ip: 10.0.0.1}]
hostIP: 10.0.0.2
hostIPs: [{ip: 10.0.0.2}]
containerStatuses:
- {name: main, image: busybox, imageID: "", ready: true, restartCount: 0, started: true, state: {running: {startedAt: "2020-01-02T03:04:05Z"}}}
- {name: more, image: busybox, imageID: "", ready: false, restartCount: 1, state: {terminated: {exitCode: 0, reason: Completed}}}
initContainerStatuses:
- {name: first, image: busybox, imageID: "", ready: true, restartCount: 0, state: {terminated: {exitCode: 0, reason: Completed}}}
`

const gatedPod = `
apiVersion: v1
kind: Pod
metadata: {name: gated}
spec:
  schedulerName: nobody
  schedulingGates: [{name: example.com/gate}]
  restartPolicy: Never
  nodeSelector: {disk: ssd}
  resources: {requests: {cpu: "1"}, limits: {cpu: "2", memory: 1Gi}}
  affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: [{matchExpressions: [{key: a, operator: In, values: [b]}]}]}}}
  containers: [{name: main, image: busybox}]
`
