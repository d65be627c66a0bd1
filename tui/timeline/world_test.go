package timeline

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/utils/ptr"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

func paris(t testing.TB) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// noon is now in most tests: Tuesday, 24 November 2026, 12:00:30 in Paris.
var noon = time.Date(2026, 11, 24, 11, 0, 30, 0, time.UTC)

// cluster collects objects.
type cluster struct {
	objects []runtime.Object
	created time.Time // of the CronJobs that follow
}

func (c *cluster) cronJob(name, schedule string, edits ...func(*batchv1.CronJob)) *batchv1.CronJob {
	obj := &batchv1.CronJob{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: "default", Name: name, UID: types.UID("cronjob-" + name), CreationTimestamp: metav1.NewTime(c.created),
		},
		Spec: batchv1.CronJobSpec{Schedule: schedule, TimeZone: ptr.To("UTC"), ConcurrencyPolicy: batchv1.AllowConcurrent},
	}
	for _, edit := range edits {
		edit(obj)
	}
	c.objects = append(c.objects, obj)
	return obj
}

// how a run went.
type how struct {
	ago, took time.Duration // 0 for a run under way
	failed    bool
	manual    bool
	fails     int32 // pods that failed during the run
}

// runs adds Jobs of a CronJob, or without one when that is nil. Their slots are the full minutes before they begin.
func (c *cluster) runs(of *batchv1.CronJob, name string, runs ...how) {
	for _, r := range runs {
		start := metav1.NewTime(noon.Add(-r.ago))
		slot := start.Truncate(time.Minute)
		job := &batchv1.Job{
			ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: name, CreationTimestamp: start, Annotations: map[string]string{}},
			Spec:       batchv1.JobSpec{Completions: ptr.To(int32(1))},
			Status:     batchv1.JobStatus{StartTime: &start, Failed: r.fails},
		}
		if of != nil {
			job.Name = fmt.Sprintf("%s-%d", of.Name, slot.Unix()/60)
			job.OwnerReferences = []metav1.OwnerReference{*metav1.NewControllerRef(of, batchv1.SchemeGroupVersion.WithKind("CronJob"))}
			job.Annotations[batchv1.CronJobScheduledTimestampAnnotation] = slot.Format(time.RFC3339)
		}
		if r.manual {
			job.Name = of.Name + "-manual-abc"
			job.Annotations = map[string]string{"cronjob.kubernetes.io/instantiate": "manual"}
		}
		job.UID = types.UID("job-" + job.Name)
		end := metav1.NewTime(start.Add(r.took))
		switch {
		case r.failed:
			job.Status.Failed++
			job.Status.Conditions = []batchv1.JobCondition{{
				Type: batchv1.JobFailed, Status: corev1.ConditionTrue, Reason: "BackoffLimitExceeded", LastTransitionTime: end,
			}}
		case r.took > 0:
			job.Status.Succeeded, job.Status.CompletionTime = 1, &end
			job.Status.Conditions = []batchv1.JobCondition{{Type: batchv1.JobComplete, Status: corev1.ConditionTrue, LastTransitionTime: end}}
		default:
			job.Status.Active, job.Status.Ready = 1, ptr.To(int32(1))
		}
		c.objects = append(c.objects, job)
	}
}

func suspend(c *batchv1.CronJob) { c.Spec.Suspend = ptr.To(true) }

func forbid(c *batchv1.CronJob) { c.Spec.ConcurrencyPolicy = batchv1.ForbidConcurrent }

func keep(n int32) func(*batchv1.CronJob) {
	return func(c *batchv1.CronJob) { c.Spec.SuccessfulJobsHistoryLimit, c.Spec.FailedJobsHistoryLimit = &n, &n }
}

type world struct {
	testing.TB
	env    *screen.Env
	screen *Screen
	asked  []tea.Msg
	hold   bool // commands are kept instead of run
	held   []tea.Cmd
}

func newWorld(t testing.TB, c *cluster) *world {
	t.Helper()
	theme, err := themes.ByName("none")
	if err != nil {
		t.Fatal(err)
	}
	w := &world{TB: t, env: &screen.Env{
		Cluster: &kube.Cluster{Namespace: "default"}, Styles: theme.Styles(), Keys: keymap.Default(), Zone: paris(t),
		Now: noon.In(paris(t)), Snapshot: workload.SnapshotOf(c.objects...),
	}}
	w.screen = New(t.Context(), w.env)
	w.screen.SetSize(120, 20)
	w.send(screen.ChangedMsg{})
	return w
}

func (w *world) send(msg tea.Msg) {
	w.run(w.screen.Update(msg))
	w.asked = append(w.asked, w.env.Asked()...)
}

func (w *world) run(cmd tea.Cmd) {
	switch {
	case cmd == nil:
		return
	case w.hold:
		w.held = append(w.held, cmd)
		return
	}
	switch msg := cmd().(type) {
	case tea.BatchMsg:
		for _, c := range msg {
			w.run(c)
		}
	case lanesMsg, slotsMsg:
		w.send(msg)
	case nil:
	default:
		w.Errorf("a command brings a %T", msg)
	}
}

func (w *world) changed(c *cluster) {
	w.env.Snapshot = workload.SnapshotOf(c.objects...)
	w.send(screen.ChangedMsg{})
}

func (w *world) press(keys ...string) {
	w.Helper()
	for _, k := range keys {
		w.send(tuitest.Key(w, k))
	}
}

func (w *world) view() string { return ansi.Strip(w.screen.View()) }

func (w *world) sees(parts ...string) {
	w.Helper()
	tuitest.Sees(w, w.screen, parts...)
}

func (w *world) seesNot(parts ...string) {
	w.Helper()
	tuitest.SeesNot(w, w.screen, parts...)
}

// lane returns the line of the chart that begins with a lane's name, without the grid.
func (w *world) lane(name string) string {
	w.Helper()
	for line := range strings.SplitSeq(w.view(), "\n") {
		runes := []rune(line)
		if len(runes) > w.screen.layout.label && strings.TrimSpace(string(runes[labelSigns:w.screen.layout.label])) == name {
			return strings.TrimRight(strings.NewReplacer("┊", " ", "╎", " ", "│", " ").Replace(string(runes[w.screen.layout.label:])), " ")
		}
	}
	w.Errorf("no lane %q:\n%s", name, w.view())
	return ""
}

// jobRef returns a reference to a Job, as in a CronJob's status.
func jobRef(j *batchv1.Job) *corev1.ObjectReference {
	return &corev1.ObjectReference{APIVersion: "batch/v1", Kind: "Job", Namespace: j.Namespace, Name: j.Name, UID: j.UID}
}
