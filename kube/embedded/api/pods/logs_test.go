package pods_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/api"
	"github.com/kronoscope/kronoscope/kube/embedded/api/apitest"
)

// logSource tells which container it was asked for, then, when following, waits for the reader to go.
type logSource struct{ ended chan struct{} }

func (s logSource) Logs(ctx context.Context, pod *corev1.Pod, o *corev1.PodLogOptions) (io.ReadCloser, error) {
	r, w := io.Pipe()
	go func() {
		fmt.Fprintf(w, "%s/%s %s\n", pod.Namespace, pod.Name, o.Container)
		if o.Follow {
			<-ctx.Done()
			close(s.ended)
		}
		w.Close()
	}()
	return r, nil
}

func logPlane(t *testing.T) (apitest.Plane, logSource) {
	t.Helper()
	source := logSource{make(chan struct{})}
	p := apitest.New(t, func(o *api.Options) { o.Logs = source })
	two := apitest.Pod("two")
	two.Spec.InitContainers = []corev1.Container{{Name: "init", Image: "busybox"}}
	two.Spec.Containers = append(two.Spec.Containers, corev1.Container{Name: "side", Image: "busybox"})
	for _, q := range []*corev1.Pod{apitest.Pod("one"), two} {
		created := apitest.Must(p.Client().Pods().Create(q))(t).DeepCopy()
		created.Spec.NodeName = "node-0"
		apitest.Must(p.Client().Pods().Update(created))(t)
	}
	return p, source
}

func TestLogsOfTheOnlyContainer(t *testing.T) {
	p, _ := logPlane(t)
	got := apitest.Must(p.Typed.CoreV1().Pods("ns").GetLogs("one", &corev1.PodLogOptions{}).DoRaw(p.Ctx))(t)
	if string(got) != "ns/one main\n" {
		t.Errorf("got %q", got)
	}
}

func TestFollowedLogsStreamAndEndWithTheReader(t *testing.T) {
	p, source := logPlane(t)
	body := apitest.Must(p.Typed.CoreV1().Pods("ns").GetLogs("one", &corev1.PodLogOptions{Follow: true}).Stream(p.Ctx))(t)
	line := make([]byte, len("ns/one main\n"))
	apitest.Must(io.ReadFull(body, line))(t)
	apitest.Check(t, body.Close())
	<-source.ended
}

func TestLogRequestsThatAreWrong(t *testing.T) {
	p, _ := logPlane(t)
	apitest.Must(p.Client().Pods().Create(apitest.Pod("pending")))(t)
	for _, tt := range []struct {
		name, pod string
		options   corev1.PodLogOptions
		want      string
	}{
		{"several containers", "two", corev1.PodLogOptions{}, "a container name must be specified for pod two, choose one of: [init main side]"},
		{"an unknown container", "two", corev1.PodLogOptions{Container: "x"}, "container x is not valid for pod two"},
		{"no such pod", "three", corev1.PodLogOptions{}, `pods "three" not found`},
		{
			"a negative tail", "one",
			corev1.PodLogOptions{TailLines: new(int64(-1))},
			`PodLogOptions "one" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0`,
		},
		{
			"no bytes", "one",
			corev1.PodLogOptions{LimitBytes: new(int64)},
			`PodLogOptions "one" is invalid: limitBytes: Invalid value: 0: must be greater than 0`,
		},
		{
			"two beginnings", "one",
			corev1.PodLogOptions{SinceSeconds: new(int64(1)), SinceTime: &metav1.Time{Time: apitest.Start}},
			"at most one of `sinceTime` or `sinceSeconds` may be specified",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := p.Typed.CoreV1().Pods("ns").GetLogs(tt.pod, &tt.options).Stream(p.Ctx)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got  %v\nwant %s", err, tt.want)
			}
		})
	}
	if got := apitest.Must(p.Typed.CoreV1().Pods("ns").GetLogs("pending", &corev1.PodLogOptions{}).DoRaw(p.Ctx))(t); len(got) > 0 {
		t.Errorf("a pod without node wrote %q", got)
	}
}

func TestExecIsRefusedClearly(t *testing.T) {
	p, _ := logPlane(t)
	err := p.Typed.CoreV1().RESTClient().Post().Namespace("ns").Resource("pods").Name("one").SubResource("exec").
		Param("command", "sh").Do(p.Ctx).Error()
	if !apierrors.IsMethodNotSupported(err) || !strings.Contains(err.Error(), "not supported by the embedded plane") {
		t.Errorf("got %v", err)
	}
}
