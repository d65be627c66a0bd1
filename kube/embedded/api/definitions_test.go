package api_test

import (
	"net/http"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestThereAreNoCustomKinds(t *testing.T) {
	p := newPlane(t)
	const path = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions"
	code, body := p.raw(t, "GET", path+"?limit=500", "", "")
	if code != http.StatusOK || !strings.Contains(body, `"items": []`) || !strings.Contains(body, `"CustomResourceDefinitionList"`) {
		t.Errorf("listing them: %d %s", code, body)
	}
	for _, asked := range [][2]string{{"POST", path}, {"GET", path + "?watch=1"}} {
		if code, body := p.raw(t, asked[0], asked[1], "application/json", "{}"); code != http.StatusMethodNotAllowed {
			t.Errorf("%s %s: %d %s", asked[0], asked[1], code, body)
		}
	}
}

func TestEphemeralContainersAreRefused(t *testing.T) {
	p := newPlane(t)
	debugged := must(p.typed.CoreV1().Pods("ns").Create(p.ctx, pod("p"), metav1.CreateOptions{}))(t)
	debugged.Spec.EphemeralContainers = []corev1.EphemeralContainer{{
		EphemeralContainerCommon: corev1.EphemeralContainerCommon{Name: "debugger", Image: "busybox"},
	}}
	_, err := p.typed.CoreV1().Pods("ns").UpdateEphemeralContainers(p.ctx, "p", debugged, metav1.UpdateOptions{})
	if !apierrors.IsMethodNotSupported(err) || !strings.Contains(err.Error(), "not supported by the embedded plane") {
		t.Errorf("adding one: %v", err)
	}
	if got := must(p.typed.CoreV1().Pods("ns").Get(p.ctx, "p", metav1.GetOptions{}))(t); len(got.Spec.EphemeralContainers) > 0 {
		t.Error("the pod has it all the same")
	}
	if _, err := p.typed.CoreV1().Pods("ns").UpdateEphemeralContainers(p.ctx, "none", pod("none"), metav1.UpdateOptions{}); !apierrors.IsNotFound(err) {
		t.Errorf("of a pod that is not there: %v", err)
	}
}
