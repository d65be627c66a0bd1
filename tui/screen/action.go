package screen

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbletea/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/action"
)

// Kind is a kind of object that can be shown or acted on.
type Kind = kube.Kind

// The kinds that screens use.
const (
	KindJob     = kube.KindJob
	KindCronJob = kube.KindCronJob
	KindPod     = kube.KindPod
)

// Ref names an object.
type Ref struct {
	Kind Kind
	Key  kube.Key
}

// IsZero reports whether the reference names no object.
func (r Ref) IsZero() bool { return r == Ref{} }

// String returns kind and name, as kubectl writes them: "cronjob/daily-backup".
func (r Ref) String() string {
	return strings.ToLower(string(r.Kind)) + "/" + r.Key.Name
}

// View is one of the ways to look at an object.
type View int

// The views of an object.
const (
	Details  View = iota // the screen of a Job or CronJob
	Logs                 // the logs of all its pods; of a CronJob, those of its latest Job
	Previous             // the logs of the containers' previous runs
	Describe
	YAML
	Schedule  // the editor of a CronJob's schedule
	Durations // how long the runs of a CronJob took
)

// ViewOf returns the view of a selected object that a key asks for; false for other keys.
func (e *Env) ViewOf(msg tea.KeyPressMsg) (View, bool) {
	k := e.Keys
	switch {
	case key.Matches(msg, k.Enter):
		return Details, true
	case key.Matches(msg, k.Logs):
		return Logs, true
	case key.Matches(msg, k.Previous):
		return Previous, true
	case key.Matches(msg, k.Describe):
		return Describe, true
	case key.Matches(msg, k.YAML):
		return YAML, true
	}
	return Details, false
}

// ShowMsg asks the root to open a view of an object. Screens open each other this way, so none imports another.
type ShowMsg struct {
	Ref Ref
	As  View
}

// CalendarMsg asks the root for the calendar of some CronJobs.
type CalendarMsg struct{ CronJobs []kube.Key }

// ForecastMsg asks the root for a forecast of some CronJobs, or, without any, of all in view.
type ForecastMsg struct {
	CronJobs []kube.Key
	Chosen   string // how they were chosen: "marked", "in view with /paris"; empty for all
}

// TriggerMsg asks the root to run CronJobs now.
type TriggerMsg struct{ CronJobs []kube.Key }

// RerunMsg asks the root to make new Jobs with the specs of finished ones.
type RerunMsg struct{ Jobs []kube.Key }

// SuspendMsg asks the root to suspend or resume Jobs and CronJobs.
type SuspendMsg struct {
	Refs    []Ref
	Suspend bool
}

// DeleteMsg asks the root to delete Jobs, CronJobs and pods. The root says what goes with them and asks first; with an empty Propagation
// the user chooses.
type DeleteMsg struct {
	Refs        []Ref
	Propagation metav1.DeletionPropagation
}

// RescheduleMsg asks the root to carry out an edit of a CronJob's schedule that the user has agreed to. The root sends the result to every
// screen as [RescheduledMsg], and closes the screen that asked if the edit succeeded.
type RescheduleMsg struct {
	Asker   Screen
	CronJob kube.Key
	Edit    action.ScheduleEdit
}

// RescheduledMsg is the result of an edit of a schedule.
type RescheduledMsg struct {
	RescheduleMsg
	Err error // an [action.ChangedError] when somebody else was first
}
