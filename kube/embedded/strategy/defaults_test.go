package strategy_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kronoscope/kronoscope/kube/embedded/strategy"
)

// setDefaults does to an object what decoding it would.
func setDefaults(t *testing.T, obj runtime.Object) {
	t.Helper()
	scheme := runtime.NewScheme()
	strategy.AddDefaulting(scheme)
	scheme.Default(obj)
}

func TestPullPolicyByImage(t *testing.T) {
	digest := "@sha256:" + strings.Repeat("a", 64)
	for image, want := range map[string]corev1.PullPolicy{
		"busybox":                       corev1.PullAlways,
		"busybox:latest":                corev1.PullAlways,
		"busybox:1.36":                  corev1.PullIfNotPresent,
		"localhost:5000/busybox":        corev1.PullAlways,
		"localhost:5000/busybox:1":      corev1.PullIfNotPresent,
		"registry.k8s.io/a/b/c:latest":  corev1.PullAlways,
		"busybox" + digest:              corev1.PullIfNotPresent,
		"busybox:latest" + digest:       corev1.PullAlways,
		"busybox@sha256:short":          corev1.PullIfNotPresent,
		"Busybox":                       corev1.PullIfNotPresent,
		"":                              corev1.PullIfNotPresent,
		"a//b":                          corev1.PullIfNotPresent,
		"a___b":                         corev1.PullIfNotPresent,
		"a__b-c.d":                      corev1.PullAlways,
		"busybox:":                      corev1.PullIfNotPresent,
		"[::1]:5000/a":                  corev1.PullAlways,
		strings.Repeat("a", 64):         corev1.PullIfNotPresent,
		"UPPER.example/a":               corev1.PullAlways,
		"example.com:x/a":               corev1.PullIfNotPresent,
		"docker.io/library/python:3.11": corev1.PullIfNotPresent,
	} {
		p := &corev1.Pod{Spec: corev1.PodSpec{Containers: []corev1.Container{{Image: image}}}}
		setDefaults(t, p)
		if got := p.Spec.Containers[0].ImagePullPolicy; got != want {
			t.Errorf("image %q: %s, want %s", image, got, want)
		}
	}
}

const podSpec = `{"containers":[{"name":"a","image":"x:1","ports":[{"containerPort":80}],"resources":{"limits":{"cpu":"1","memory":"1.0005"}},
	"livenessProbe":{"httpGet":{"port":80}},"env":[{"name":"N","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}}]}],
	"volumes":[{"name":"e"},{"name":"s","secret":{"secretName":"s"}},{"name":"t","projected":{"sources":[{"serviceAccountToken":{"path":"t"}}]}}],"serviceAccount":"sa"}`

func parse[T any](t *testing.T, text string) *T {
	t.Helper()
	v := new(T)
	if err := json.Unmarshal([]byte(text), v); err != nil {
		t.Fatal(err)
	}
	return v
}

func toJSON(t *testing.T, v any) map[string]any {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return *parse[map[string]any](t, string(raw))
}

func TestPodAndTemplateDefaults(t *testing.T) {
	const common = `{"containers":[{"name":"a","image":"x:1","imagePullPolicy":"IfNotPresent","terminationMessagePath":"/dev/termination-log","terminationMessagePolicy":"File",
		"ports":[{"containerPort":80,"protocol":"TCP"}],"resources":{"limits":{"cpu":"1","memory":"1001m"}REQUESTS},
		"livenessProbe":{"httpGet":{"port":80,"path":"/","scheme":"HTTP"},"timeoutSeconds":1,"periodSeconds":10,"successThreshold":1,"failureThreshold":3},
		"env":[{"name":"N","valueFrom":{"fieldRef":{"apiVersion":"v1","fieldPath":"metadata.name"}}}]}],
		"volumes":[{"name":"e","emptyDir":{}},{"name":"s","secret":{"secretName":"s","defaultMode":420}},
		{"name":"t","projected":{"defaultMode":420,"sources":[{"serviceAccountToken":{"path":"t","expirationSeconds":3600}}]}}],
		"restartPolicy":"Always","dnsPolicy":"ClusterFirst","schedulerName":"default-scheduler","securityContext":{},"terminationGracePeriodSeconds":30,
		"serviceAccount":"sa","serviceAccountName":"sa"POD}`
	wantPod := strings.NewReplacer("REQUESTS", `,"requests":{"cpu":"1","memory":"1001m"}`, "POD", `,"enableServiceLinks":true`).Replace(common)
	wantTemplate := strings.NewReplacer("REQUESTS", "", "POD", "").Replace(common)

	pod := &corev1.Pod{Spec: *parse[corev1.PodSpec](t, podSpec)}
	setDefaults(t, pod)
	if diff := cmp.Diff(*parse[map[string]any](t, wantPod), toJSON(t, pod.Spec)); diff != "" {
		t.Errorf("pod (-want +got):\n%s", diff)
	}
	cj := &batchv1.CronJob{}
	cj.Spec.JobTemplate.Spec.Template.Spec = *parse[corev1.PodSpec](t, podSpec)
	setDefaults(t, cj)
	if diff := cmp.Diff(*parse[map[string]any](t, `{"template":{"metadata":{},"spec":`+wantTemplate+`}}`), toJSON(t, cj.Spec.JobTemplate.Spec)); diff != "" {
		t.Errorf("a CronJob's Job (-want +got):\n%s", diff)
	}
}

func TestJobDefaults(t *testing.T) {
	for _, c := range []struct{ name, spec, want string }{
		{"nothing set", `{}`, `{"completions":1,"parallelism":1,"backoffLimit":6,"podReplacementPolicy":"TerminatingOrFailed"}`},
		{"a work queue", `{"parallelism":3}`, `{"parallelism":3,"backoffLimit":6,"podReplacementPolicy":"TerminatingOrFailed"}`},
		{"completions alone", `{"completions":3}`, `{"completions":3,"parallelism":1,"backoffLimit":6,"podReplacementPolicy":"TerminatingOrFailed"}`},
		{"backoff per index", `{"backoffLimitPerIndex":1}`, `{"completions":1,"parallelism":1,"backoffLimit":2147483647,"backoffLimitPerIndex":1,"podReplacementPolicy":"TerminatingOrFailed"}`},
		{
			"a failure policy", `{"podFailurePolicy":{"rules":[{"action":"Ignore","onPodConditions":[{"type":"X"}]}]}}`,
			`{"completions":1,"parallelism":1,"backoffLimit":6,"podReplacementPolicy":"Failed","podFailurePolicy":{"rules":[{"action":"Ignore","onPodConditions":[{"type":"X","status":"True"}]}]}}`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			j := &batchv1.Job{Spec: *parse[batchv1.JobSpec](t, c.spec)}
			setDefaults(t, j)
			got, want := toJSON(t, j.Spec), *parse[map[string]any](t, c.want)
			delete(got, "template")
			want["completionMode"], want["suspend"], want["manualSelector"] = "NonIndexed", false, false
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("spec (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDefaultingTwiceChangesNothing(t *testing.T) {
	pod := &corev1.Pod{Spec: *parse[corev1.PodSpec](t, podSpec)}
	setDefaults(t, pod)
	once := pod.DeepCopy()
	setDefaults(t, pod)
	if diff := cmp.Diff(once, pod); diff != "" {
		t.Errorf("(-once +twice):\n%s", diff)
	}
}

func TestConfigurationDefaults(t *testing.T) {
	s := &corev1.Secret{StringData: map[string]string{"a": "new"}, Data: map[string][]byte{"a": []byte("old"), "b": nil}}
	setDefaults(t, s)
	if s.Type != corev1.SecretTypeOpaque || string(s.Data["a"]) != "new" || s.StringData != nil {
		t.Errorf("secret %+v: stringData should win and vanish", s)
	}
	l := &corev1.LimitRange{Spec: corev1.LimitRangeSpec{Limits: []corev1.LimitRangeItem{{
		Type: corev1.LimitTypeContainer,
		Max:  corev1.ResourceList{"cpu": resource.MustParse("2")},
		Min:  corev1.ResourceList{"memory": resource.MustParse("1Mi")},
	}}}}
	setDefaults(t, l)
	got := l.Spec.Limits[0]
	if got.Default.Cpu().String() != "2" || got.DefaultRequest.Cpu().String() != "2" || got.DefaultRequest.Memory().String() != "1Mi" || !got.Default.Memory().IsZero() {
		t.Errorf("limits %+v: want cpu from max, memory requests from min", got)
	}
}
