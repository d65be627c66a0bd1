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
// Succeeded", in the order in which it happened: each Job and pod once, with what became of it last. It is empty when something
// went on that no object shows, such as a script after its sleep.
func (c Control) Step(ctx context.Context) (changes []string, err error) {
	l := &changeList{at: map[string]int{}}
	client := c.plane.Client()
	defer client.Jobs().OnChange(func(old, updated *batchv1.Job) { note(l, "job/", old, updated, jobChange) })()
	defer client.Pods().OnChange(func(old, updated *corev1.Pod) { note(l, "pod/", old, updated, podChange) })()
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

// changeList is what a step changed. The plane's parts write on goroutines of their own.
type changeList struct {
	mu    sync.Mutex
	begun bool // what is delivered before was there
	names []string
	what  []string
	at    map[string]int // where a name stands
}

func (l *changeList) begin() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.begun = true
}

func (l *changeList) texts() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := make([]string, len(l.names))
	for i, name := range l.names {
		all[i] = name + " " + l.what[i]
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
	name, what := "", ""
	switch {
	case old == none:
		name, what = updated.GetName(), "created"
	case updated == none:
		name, what = old.GetName(), "gone"
	default:
		name, what = updated.GetName(), change(old, updated)
	}
	if what == "" {
		return
	}
	name = kind + name
	i, known := l.at[name]
	if !known {
		l.at[name] = len(l.names)
		l.names, l.what = append(l.names, name), append(l.what, what)
		return
	}
	l.what[i] = what
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
