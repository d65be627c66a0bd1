package embedded_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/store/disk"
)

// life is a plane on a folder, and the machine's time around it, which passes when the test says so.
type life struct {
	t      *testing.T
	folder string
	plane  *embedded.Plane
	now    *machine
}

type machine struct {
	mu  sync.Mutex
	now time.Time
}

func (m *machine) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

func (m *machine) AfterFunc(d time.Duration, f func()) func() bool { return time.AfterFunc(d, f).Stop }

func (m *machine) set(t time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = t
}

// newLife begins at the machine's time, or at another instant.
func newLife(t *testing.T, at time.Time) *life {
	t.Helper()
	l := &life{t: t, folder: t.TempDir(), now: &machine{now: start}}
	l.open(at)
	return l
}

func (l *life) open(at time.Time) {
	l.t.Helper()
	if err := l.tryOpen(at); err != nil {
		l.t.Fatal(err)
	}
}

func (l *life) tryOpen(at time.Time) error {
	state, err := disk.Open(l.folder)
	if err != nil {
		return err
	}
	plane, err := embedded.New(embedded.Options{
		Seed: 1, Start: at, State: state, Wall: l.now,
		OnError: func(controller, key string, err error) { l.t.Logf("%s %s: %v", controller, key, err) },
	})
	if err != nil {
		return err
	}
	l.plane = plane
	l.t.Cleanup(plane.Stop)
	plane.StartParts()
	return nil
}

// pass lets time pass for the machine and, if it shows the machine's time, for the plane.
func (l *life) pass(d time.Duration) {
	l.t.Helper()
	l.now.set(l.now.Now().Add(d))
	advance(l.t, l.plane, d)
}

// crash leaves of the plane what is on the disk, once a write has been acknowledged.
func (l *life) crash() {
	l.t.Helper()
	client := kubernetes.NewForConfigOrDie(l.plane.RESTConfig())
	if _, err := client.CoreV1().ConfigMaps("default").Create(l.t.Context(), &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{GenerateName: "last-"},
	}, metav1.CreateOptions{}); err != nil {
		l.t.Fatal(err)
	}
	l.loseProcess()
}

// loseProcess leaves of the plane what is on the disk.
func (l *life) loseProcess() {
	l.t.Helper()
	data := l.file()
	l.folder = l.t.TempDir()
	if err := os.WriteFile(filepath.Join(l.folder, disk.FileName), []byte(data), 0o600); err != nil {
		l.t.Fatal(err)
	}
}

func (l *life) job(name string) *batchv1.Job {
	l.t.Helper()
	job, err := l.plane.Client().Jobs().Get("default", name)
	if err != nil {
		l.t.Fatal(err)
	}
	return job
}

func (l *life) file() string {
	l.t.Helper()
	data, err := os.ReadFile(filepath.Join(l.folder, disk.FileName))
	if err != nil {
		l.t.Fatal(err)
	}
	return string(data)
}
