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

// Control moves the plane's clock for people. Its steps return what changed, and if the plane has a state, the instant that a step
// or a jump reaches survives a crash.
type Control struct {
	*clock.Clock
	plane *Plane
}

// Control returns the control of the plane's clock.
func (p *Plane) Control() Control { return Control{p.clock, p} }

// Step moves to the next instant at which something is due and returns what changed there, as "job/pi created" or "pod/pi-x7k2p
// Succeeded". Each Job and pod appears once, in the order of its first change, with its last change. Objects of the same name are
// shown with their namespaces: "job/team-a/pi created". The list is empty if no object changed, as when a script's sleep ends.
func (c Control) Step(ctx context.Context) (changes []string, err error) {
	l := &changeList{what: map[objectKey]string{}}
	client := c.plane.Client()
	defer client.Jobs().OnChange(func(old, updated *batchv1.Job) { record(l, "job", old, updated, jobChange) })()
	defer client.Pods().OnChange(func(old, updated *corev1.Pod) { record(l, "pod", old, updated, podChange) })()
	l.start()
	if _, err = c.Clock.Step(ctx); err == nil {
		err = c.save(ctx)
	}
	return l.texts(), err
}

// Jump is [clock.Clock.Jump].
func (c Control) Jump(ctx context.Context, to time.Time) error {
	err := c.Clock.Jump(ctx, to)
	if err == nil || errors.Is(err, clock.ErrStopped) {
		err = cmp.Or(c.save(ctx), err)
	}
	return err
}

// save makes the clock's instant durable.
func (c Control) save(ctx context.Context) error {
	if c.plane.journal == nil {
		return nil
	}
	return c.plane.journal.SaveInstant(ctx)
}

// objectKey identifies an object that a step changed.
type objectKey struct{ kind, namespace, name string }

// changeList collects what a step changes. The plane's parts write on goroutines of their own.
type changeList struct {
	mu      sync.Mutex
	started bool // objects delivered earlier existed before the step
	order   []objectKey
	what    map[objectKey]string
}

func (l *changeList) start() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.started = true
}

func (l *changeList) texts() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	namesakes := map[objectKey]int{} // without their namespaces
	for _, c := range l.order {
		namesakes[objectKey{kind: c.kind, name: c.name}]++
	}
	all := make([]string, len(l.order))
	for i, c := range l.order {
		name := c.name
		if namesakes[objectKey{kind: c.kind, name: c.name}] > 1 {
			name = c.namespace + "/" + name
		}
		all[i] = c.kind + "/" + name + " " + l.what[c]
	}
	return all
}

// record adds what happened to an object. change returns "" for updates that people need not see.
func record[T interface {
	resource.Object
	comparable
}](l *changeList, kind string, old, updated T, change func(old, updated T) string) {
	var none T
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.started {
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
	c := objectKey{kind, object.GetNamespace(), object.GetName()}
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
