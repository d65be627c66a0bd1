package kinds_test

import (
	"regexp"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/api"
	"github.com/kronoscope/kronoscope/kube/embedded/api/apitest"
)

func TestNamesAndUIDsComeFromTheSeed(t *testing.T) {
	made := func(seed uint64) (unnamed, generated, uid string) {
		p := apitest.New(t, func(o *api.Options) { o.Seed = seed })
		limits := apitest.Must(p.Typed.CoreV1().LimitRanges("ns").Create(p.Ctx, &corev1.LimitRange{}, metav1.CreateOptions{}))(t)
		j := apitest.Job("")
		j.GenerateName = "j-"
		j = apitest.Must(p.Typed.BatchV1().Jobs("ns").Create(p.Ctx, j, metav1.CreateOptions{}))(t)
		return limits.Name, j.Name, string(j.UID)
	}
	unnamed, generated, uid := made(1)
	if again, name, id := made(1); again != unnamed || name != generated || id != uid {
		t.Errorf("the same seed makes %s, %s, %s and then %s, %s, %s", unnamed, generated, uid, again, name, id)
	}
	if other, name, id := made(2); other == unnamed || name == generated || id == uid {
		t.Errorf("another seed makes %s, %s, %s as well", other, name, id)
	}
	if !regexp.MustCompile(`^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`).MatchString(unnamed) {
		t.Errorf("a LimitRange without a name is called %q, want a UUID as upstream", unnamed)
	}
}

func TestNamesDoNotDependOnWhatElseIsCreated(t *testing.T) {
	second := func(between bool) string {
		p := apitest.New(t, func(o *api.Options) { o.Seed = 1 })
		var name string
		for range 2 {
			j := apitest.Job("")
			j.GenerateName = "j-"
			name = apitest.Must(p.Typed.BatchV1().Jobs("ns").Create(p.Ctx, j, metav1.CreateOptions{}))(t).Name
			if between {
				event := &corev1.Event{ObjectMeta: metav1.ObjectMeta{Name: "e-" + name}, InvolvedObject: corev1.ObjectReference{Namespace: "ns"}}
				_ = apitest.Must(p.Typed.CoreV1().Events("ns").Create(p.Ctx, event, metav1.CreateOptions{}))(t)
			}
		}
		return name
	}
	if with, without := second(true), second(false); with != without {
		t.Errorf("the second Job is called %s, and %s when an event is created before it", without, with)
	}
}
