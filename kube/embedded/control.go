package embedded

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// Control turns the plane's clock for people: its steps say what came of them, and on a state no crash takes back where a step or
// a jump has led.
type Control struct {
	*clock.Clock
	plane *Plane
}

// Control returns what turns the plane's clock.
func (p *Plane) Control() Control { return Control{p.clock, p} }

// Step moves to the next instant at which something is due and says what changed there, as "job/pi created" or "pod/pi-x7k2p
// Succeeded", in the order in which it happened: each Job and pod once, with what became of it last. Those of one name are told
// apart by their namespaces: "job/team-a/pi created". It is empty when something went on that no object shows, such as a script
// after its sleep.
func (c Control) Step(ctx context.Context) (changes []string, err error) {
	l := &changeList{what: map[changed]string{}}
	client := c.plane.Client()
	defer client.Jobs().OnChange(func(old, updated *batchv1.Job) { note(l, "job", old, updated, jobChange) })()
	defer client.Pods().OnChange(func(old, updated *corev1.Pod) { note(l, "pod", old, updated, podChange) })()
	l.begin()
	if _, err = c.Clock.Step(ctx); err == nil {
		err = c.keep(ctx)
	}
	return l.texts(), err
}

// Jump is [clock.Clock.Jump].
func (c Control) Jump(ctx context.Context, to time.Time) error {
	err := c.Clock.Jump(ctx, to)
	if err == nil || errors.Is(err, clock.ErrStopped) {
		err = cmp.Or(c.keep(ctx), err)
	}
	return err
}

// keep makes durable where the clock stands.
func (c Control) keep(ctx context.Context) error {
	if c.plane.journal == nil {
		return nil
	}
	return c.plane.journal.Mark(ctx)
}

// changed is an object that a step changed.
type changed struct{ kind, namespace, name string }

// changeList is what a step changed. The plane's parts write on goroutines of their own.
type changeList struct {
	mu    sync.Mutex
	begun bool // what is delivered before was there
	order []changed
	what  map[changed]string
}

func (l *changeList) begin() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.begun = true
}

func (l *changeList) texts() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	namesakes := map[changed]int{} // without their namespaces
	for _, c := range l.order {
		namesakes[changed{kind: c.kind, name: c.name}]++
	}
	all := make([]string, len(l.order))
	for i, c := range l.order {
		name := c.name
		if namesakes[changed{kind: c.kind, name: c.name}] > 1 {
			name = c.namespace + "/" + name
		}
		all[i] = c.kind + "/" + name + " " + l.what[c]
	}
	return all
}

// note takes down what became of an object; change is empty for what people need not know.
func note[T interface {
	resource.Object
	comparable
}](l *changeList, kind string, old, updated T, change func(old, updated T) string) {
	var none T
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.begun {
		return
	}
	object, what := updated, ""
	switch {
	case old == none:
		what = "created"
	case updated == none:
		object, what = old, "gone"
	default:
		what = change(old, updated)
	}
	if what == "" {
		return
	}
	c := changed{kind, object.GetNamespace(), object.GetName()}
	if _, known := l.what[c]; !known {
		l.order = append(l.order, c)
	}
	l.what[c] = what
}

func jobChange(old, updated *batchv1.Job) string {
	was := map[batchv1.JobConditionType]bool{}
	for _, c := range old.Status.Conditions {
		was[c.Type] = c.Status == corev1.ConditionTrue
	}
	var came []string
	for _, c := range updated.Status.Conditions {
		if c.Status == corev1.ConditionTrue && !was[c.Type] {
			came = append(came, string(c.Type))
		}
	}
	return strings.Join(came, ", ")
}

func podChange(old, updated *corev1.Pod) string {
	switch {
	case old.Status.Phase != updated.Status.Phase:
		return string(updated.Status.Phase)
	case restarts(updated) > restarts(old):
		return "restarted"
	case old.DeletionTimestamp == nil && updated.DeletionTimestamp != nil:
		return "is ending"
	}
	return ""
}

func restarts(pod *corev1.Pod) (n int32) {
	for _, c := range pod.Status.ContainerStatuses {
		n += c.RestartCount
	}
	return n
}
