package strategy_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// pod makes a defaulted pod of a spec in JSON.
func pod(t *testing.T, spec string) *corev1.Pod {
	t.Helper()
	p := &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "p", Namespace: "ns", ResourceVersion: "1"}}
	if err := json.Unmarshal([]byte(spec), &p.Spec); err != nil {
		t.Fatal(err)
	}
	setDefaults(t, p)
	return p
}

// updateErrors are those of an update of an object, or of its status.
func updateErrors(t *testing.T, kind, subresource string, obj, old runtime.Object) field.ErrorList {
	t.Helper()
	r := newPlane(t).resources[kind]
	if subresource == "status" {
		return r.Status.ValidateUpdate(context.Background(), obj, old)
	}
	return r.Strategy.ValidateUpdate(context.Background(), obj, old)
}

func texts(list field.ErrorList) []string {
	out := make([]string, 0, len(list))
	for _, e := range list {
		out = append(out, e.Error())
	}
	return out
}

func TestPodMistakes(t *testing.T) {
	for _, c := range []struct{ name, spec, want string }{
		{"no containers", `{}`, `spec.containers: Required value`},
		{"no image", `{"containers":[{"name":"a"}]}`, `spec.containers[0].image: Required value`},
		{"space in image", `{"containers":[{"name":"a","image":" x"}]}`, `spec.containers[0].image: Invalid value: " x": must not have leading or trailing whitespace`},
		{"bad name", `{"containers":[{"name":"A","image":"x"}]}`, `spec.containers[0].name: Invalid value: "A": a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')`},
		{"same name twice", `{"containers":[{"name":"a","image":"x"},{"name":"a","image":"x"}]}`, `spec.containers[1].name: Duplicate value: "a"`},
		{"request above limit", `{"containers":[{"name":"a","image":"x","resources":{"requests":{"cpu":"2"},"limits":{"cpu":"1"}}}]}`, `spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1`},
		{"negative request", `{"containers":[{"name":"a","image":"x","resources":{"requests":{"memory":"-1"}}}]}`, `spec.containers[0].resources.requests[memory]: Invalid value: "-1": must be greater than or equal to 0`},
		{"unknown resource", `{"containers":[{"name":"a","image":"x","resources":{"requests":{"gpu":"1"}}}]}`, "spec.containers[0].resources.requests[gpu]: Invalid value: \"gpu\": must be a standard resource type or fully qualified\n" +
			`spec.containers[0].resources.requests[gpu]: Invalid value: "gpu": must be a standard resource for containers`},
		{"extended resource without limit", `{"containers":[{"name":"a","image":"x","resources":{"requests":{"a.b/gpu":"1"}}}]}`, `spec.containers[0].resources.limits: Required value: Limit must be set for non overcommitable resources`},
		{"mount of no volume", `{"containers":[{"name":"a","image":"x","volumeMounts":[{"name":"v","mountPath":"/d"}]}]}`, `spec.containers[0].volumeMounts[0].name: Not found: "v"`},
		{"two volumes at one path", `{"volumes":[{"name":"v"}],"containers":[{"name":"a","image":"x","volumeMounts":[{"name":"v","mountPath":"/d"},{"name":"v","mountPath":"/d"}]}]}`, `spec.containers[0].volumeMounts[1].mountPath: Invalid value: "/d": must be unique`},
		{"secret volume without secret", `{"volumes":[{"name":"v","secret":{}}],"containers":[{"name":"a","image":"x"}]}`, `spec.volumes[0].secret.secretName: Required value`},
		{"two sources", `{"volumes":[{"name":"v","emptyDir":{},"configMap":{"name":"c"}}],"containers":[{"name":"a","image":"x"}]}`, `spec.volumes[0].configMap: Forbidden: may not specify more than 1 volume type`},
		{"env without name", `{"containers":[{"name":"a","image":"x","env":[{"value":"1"}]}]}`, `spec.containers[0].env[0].name: Required value`},
		{"env from two", `{"containers":[{"name":"a","image":"x","env":[{"name":"A","value":"1","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}]}]}`, "spec.containers[0].env[0].valueFrom: Invalid value: \"\": may not be specified when `value` is not empty"},
		{"env from unknown field", `{"containers":[{"name":"a","image":"x","env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"spec.x"}}}]}]}`, `spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.x": error converting fieldPath: field label not supported: spec.x`},
		{"env from field of volumes", `{"containers":[{"name":"a","image":"x","env":[{"name":"A","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels"}}}]}]}`, `spec.containers[0].env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "metadata.labels": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"`},
		{"port out of range", `{"containers":[{"name":"a","image":"x","ports":[{"containerPort":70000}]}]}`, `spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive`},
		{"probe without handler", `{"containers":[{"name":"a","image":"x","livenessProbe":{}}]}`, `spec.containers[0].livenessProbe: Required value: must specify a handler type`},
		{"probe threshold", `{"containers":[{"name":"a","image":"x","livenessProbe":{"exec":{"command":["x"]},"successThreshold":2}}]}`, `spec.containers[0].livenessProbe.successThreshold: Invalid value: 2: must be 1`},
		{"probe of an init container", `{"initContainers":[{"name":"i","image":"x","readinessProbe":{"exec":{"command":["x"]}}}],"containers":[{"name":"a","image":"x"}]}`, `spec.initContainers[0].readinessProbe: Forbidden: may not be set for init containers without restartPolicy=Always`},
		{"sidecar with a probe", `{"initContainers":[{"name":"i","image":"x","restartPolicy":"Always","readinessProbe":{"exec":{"command":["x"]}}}],"containers":[{"name":"a","image":"x"}]}`, ``},
		{"init container named as another", `{"initContainers":[{"name":"a","image":"x"}],"containers":[{"name":"a","image":"x"}]}`, `spec.initContainers[0].name: Duplicate value: "a"`},
		{"deadline of zero", `{"activeDeadlineSeconds":0,"containers":[{"name":"a","image":"x"}]}`, `spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive`},
		{"unknown restart policy", `{"restartPolicy":"X","containers":[{"name":"a","image":"x"}]}`, `spec.restartPolicy: Unsupported value: "X": supported values: "Always", "OnFailure", "Never"`},
		{"DNS None alone", `{"dnsPolicy":"None","containers":[{"name":"a","image":"x"}]}`, "spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None"},
		{"toleration of everything without Exists", `{"tolerations":[{"effect":"NoSchedule"}],"containers":[{"name":"a","image":"x"}]}`, "spec.tolerations[0].operator: Invalid value: \"\": operator must be Exists when `key` is empty, which means \"match all values and all keys\""},
		{"weight out of range", `{"affinity":{"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"weight":0,"preference":{}}]}},"containers":[{"name":"a","image":"x"}]}`, `spec.affinity.nodeAffinity.preferredDuringSchedulingIgnoredDuringExecution[0].weight: Invalid value: 0: must be in the range 1-100`},
		{"privileged without escalation", `{"containers":[{"name":"a","image":"x","securityContext":{"privileged":true,"allowPrivilegeEscalation":false}}]}`, "spec.containers[0].securityContext: Invalid value: {\"Capabilities\":null,\"Privileged\":true,\"SELinuxOptions\":null,\"WindowsOptions\":null,\"RunAsUser\":null,\"RunAsGroup\":null,\"RunAsNonRoot\":null,\"ReadOnlyRootFilesystem\":null,\"AllowPrivilegeEscalation\":false,\"ProcMount\":null,\"SeccompProfile\":null,\"AppArmorProfile\":null}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true"},
		{"sleep beyond the grace period", `{"terminationGracePeriodSeconds":5,"containers":[{"name":"a","image":"x","lifecycle":{"preStop":{"sleep":{"seconds":6}}}}]}`, `spec.containers[0].lifecycle.preStop.sleep: Invalid value: 6: must be non-negative and less than terminationGracePeriodSeconds (5)`},
		{"host path upwards", `{"volumes":[{"name":"v","hostPath":{"path":"/a/../b"}}],"containers":[{"name":"a","image":"x"}]}`, `spec.volumes[0].hostPath.path: Invalid value: "/a/../b": must not contain '..'`},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, strings.Join(texts(newPlane(t).resources["Pod"].Strategy.Validate(context.Background(), pod(t, c.spec))), "\n")); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPodUpdates(t *testing.T) {
	const base = `{"containers":[{"name":"a","image":"x"}],"activeDeadlineSeconds":10,"tolerations":[{"key":"k","operator":"Exists"}]}`
	for _, c := range []struct{ name, spec, want string }{
		{"nothing", base, ""},
		{"image and a toleration more", `{"containers":[{"name":"a","image":"y","imagePullPolicy":"Always"}],"activeDeadlineSeconds":9,"tolerations":[{"key":"k","operator":"Exists"},{"key":"l","operator":"Exists"}]}`, ""},
		{"a container more", `{"containers":[{"name":"a","image":"x"},{"name":"b","image":"x"}],"activeDeadlineSeconds":10,"tolerations":[{"key":"k","operator":"Exists"}]}`, "spec.containers: Forbidden: pod updates may not add or remove containers"},
		{"a longer deadline", strings.Replace(base, ":10", ":11", 1), "spec.activeDeadlineSeconds: Invalid value: 11: must be less than or equal to previous value"},
		{"a toleration less", `{"containers":[{"name":"a","image":"x"}],"activeDeadlineSeconds":10}`, "spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds"},
		{"a command", strings.Replace(base, `"image":"x"`, `"image":"x","command":["sh"]`, 1), "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := texts(updateErrors(t, "Pod", "", pod(t, c.spec), pod(t, base)))
			for i := range got {
				got[i], _, _ = strings.Cut(got[i], "\n") // after that comes a diff, for people
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "\n")); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}

func TestContainersThatNothingRestartsStayTerminated(t *testing.T) {
	ended := func(code int32) []corev1.ContainerStatus {
		return []corev1.ContainerStatus{{Name: "a", State: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: code}}}}
	}
	running := []corev1.ContainerStatus{{Name: "a", State: corev1.ContainerState{Running: &corev1.ContainerStateRunning{}}}}
	for _, c := range []struct {
		name, policy string
		code         int32
		want         bool
	}{
		{"Never", "Never", 1, false}, {"OnFailure after a failure", "OnFailure", 1, true}, {"OnFailure after success", "OnFailure", 0, false}, {"Always", "Always", 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			old := pod(t, `{"restartPolicy":"`+c.policy+`","containers":[{"name":"a","image":"x"}]}`)
			updated := old.DeepCopy()
			old.Status.ContainerStatuses, updated.Status.ContainerStatuses = ended(c.code), running
			got := texts(updateErrors(t, "Pod", "status", updated, old))
			if ok := len(got) == 0; ok != c.want {
				t.Errorf("errors %v, allowed should be %v", got, c.want)
			}
		})
	}
}

// job makes a defaulted, suspended Job that never started.
func job(t *testing.T) *batchv1.Job {
	t.Helper()
	j := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Name: "j", Namespace: "ns", UID: "u", ResourceVersion: "1"}}
	own := map[string]string{"job-name": "j", "controller-uid": "u", batchv1.JobNameLabel: "j", batchv1.ControllerUidLabel: "u"}
	j.Spec.Template.Labels = own
	j.Spec.Selector = &metav1.LabelSelector{MatchLabels: map[string]string{batchv1.ControllerUidLabel: "u"}}
	j.Spec.Suspend = new(true)
	j.Spec.Template.Spec = pod(t, `{"restartPolicy":"Never","containers":[{"name":"a","image":"x"}]}`).Spec
	setDefaults(t, j)
	return j
}

func TestTemplateOfASuspendedJob(t *testing.T) {
	for _, c := range []struct {
		name string
		old  func(j *batchv1.Job)
		edit func(j *batchv1.Job)
		want string // the start of the only error
	}{
		{"node selector, while suspended", func(*batchv1.Job) {}, func(j *batchv1.Job) { j.Spec.Template.Spec.NodeSelector = map[string]string{"a": "b"} }, ""},
		{"annotations, while suspended", func(*batchv1.Job) {}, func(j *batchv1.Job) { j.Spec.Template.Annotations = map[string]string{"a": "b"} }, ""},
		{"image, while suspended", func(*batchv1.Job) {}, func(j *batchv1.Job) { j.Spec.Template.Spec.Containers[0].Image = "y" }, "spec.template.spec: Invalid value: "},
		{"node selector, with active pods", func(j *batchv1.Job) { j.Status.Active = 1 }, func(j *batchv1.Job) { j.Spec.Template.Spec.NodeSelector = map[string]string{"a": "b"} }, "spec.template: Invalid value: "},
		{"node selector, while running", func(j *batchv1.Job) { j.Spec.Suspend = new(false) }, func(j *batchv1.Job) { j.Spec.Template.Spec.NodeSelector = map[string]string{"a": "b"} }, "spec.template: Invalid value: "},
		{"node selector, when unsuspending", func(*batchv1.Job) {}, func(j *batchv1.Job) {
			j.Spec.Suspend = new(false)
			j.Spec.Template.Spec.NodeSelector = map[string]string{"a": "b"}
		}, ""},
		{"parallelism, while running", func(j *batchv1.Job) { j.Spec.Suspend = new(false) }, func(j *batchv1.Job) { j.Spec.Parallelism = new(int32(7)) }, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			old := job(t)
			c.old(old)
			updated := old.DeepCopy()
			c.edit(updated)
			got := texts(updateErrors(t, "Job", "", updated, old))
			if len(got) != min(1, len(c.want)) || !strings.HasPrefix(strings.Join(got, ""), c.want) {
				t.Errorf("errors %q, want %q", got, c.want)
			}
		})
	}
}

func TestJobStatusTransitions(t *testing.T) {
	is := func(types ...batchv1.JobConditionType) (list []batchv1.JobCondition) {
		for _, t := range types {
			list = append(list, batchv1.JobCondition{Type: t, Status: corev1.ConditionTrue})
		}
		return list
	}
	start, end := metav1.Unix(100, 0), metav1.Unix(200, 0)
	for _, c := range []struct {
		name         string
		old, updated batchv1.JobStatus
		want         string
	}{
		{
			"completing",
			batchv1.JobStatus{StartTime: &start, Conditions: is(batchv1.JobSuccessCriteriaMet)},
			batchv1.JobStatus{StartTime: &start, CompletionTime: &end, Conditions: is(batchv1.JobSuccessCriteriaMet, batchv1.JobComplete)},
			"",
		},
		{
			"complete without time",
			batchv1.JobStatus{StartTime: &start, Conditions: is(batchv1.JobSuccessCriteriaMet)},
			batchv1.JobStatus{StartTime: &start, Conditions: is(batchv1.JobSuccessCriteriaMet, batchv1.JobComplete)},
			"status.completionTime: Required value: completionTime is required for Complete jobs",
		},
		{
			"un-failing",
			batchv1.JobStatus{StartTime: &start, Conditions: is(batchv1.JobFailureTarget, batchv1.JobFailed)},
			batchv1.JobStatus{StartTime: &start, Conditions: is(batchv1.JobFailureTarget)},
			"status.conditions: Invalid value: cannot disable the terminal Failed=True condition",
		},
		{
			"failed without target",
			batchv1.JobStatus{StartTime: &start},
			batchv1.JobStatus{StartTime: &start, Conditions: is(batchv1.JobFailed)},
			"status.conditions: Invalid value: cannot set Failed=True condition without the FailureTarget=true condition",
		},
		{"counting down", batchv1.JobStatus{Failed: 2}, batchv1.JobStatus{Failed: 1}, "status.failed: Invalid value: 1: cannot decrease the failed counter"},
		{"more ready than active", batchv1.JobStatus{}, batchv1.JobStatus{Active: 1, Ready: new(int32(2))}, "status.ready: Invalid value: 2: cannot set more ready pods than active"},
		{"indexes of a NonIndexed Job", batchv1.JobStatus{}, batchv1.JobStatus{CompletedIndexes: "0"}, "status.completedIndexes: Invalid value: \"0\": cannot set non-empty completedIndexes when non-indexed completion mode"},
	} {
		t.Run(c.name, func(t *testing.T) {
			old := job(t)
			updated := old.DeepCopy()
			old.Status, updated.Status = c.old, c.updated
			got := strings.ReplaceAll(strings.Join(texts(updateErrors(t, "Job", "status", updated, old)), "\n"), "Invalid value: {}: ", "Invalid value: ")
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}
