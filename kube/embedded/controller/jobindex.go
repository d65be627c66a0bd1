package controller

import (
	"slices"
	"strings"
	"sync"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/types"
)

// jobIndex holds the latest state of all Jobs and of the pods that nobody controls, because a change handler must not ask the API,
// and a sync must not search all pods.
type jobIndex struct {
	mu    sync.Mutex
	jobs  map[types.NamespacedName]*batchv1.Job
	bySel map[selectorKey]map[types.NamespacedName]struct{}
	loose map[string]map[string]*corev1.Pod // by namespace and name
}

// selectorKey finds the Jobs that may select a pod: those with a generated selector for this controller-uid label, or if that is
// empty, those with a hand-written selector.
type selectorKey struct{ namespace, controllerUID string }

func newJobIndex() *jobIndex {
	return &jobIndex{
		jobs:  map[types.NamespacedName]*batchv1.Job{},
		bySel: map[selectorKey]map[types.NamespacedName]struct{}{},
		loose: map[string]map[string]*corev1.Pod{},
	}
}

func (x *jobIndex) setJob(old, job *batchv1.Job) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if old != nil {
		sel := selectorOf(old)
		delete(x.bySel[sel], nameOf(old))
		if len(x.bySel[sel]) == 0 {
			delete(x.bySel, sel)
		}
		delete(x.jobs, nameOf(old))
	}
	if job != nil {
		sel := selectorOf(job)
		if x.bySel[sel] == nil {
			x.bySel[sel] = map[types.NamespacedName]struct{}{}
		}
		x.bySel[sel][nameOf(job)] = struct{}{}
		x.jobs[nameOf(job)] = job
	}
}

func (x *jobIndex) setPod(old, pod *corev1.Pod) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if pod != nil && metav1.GetControllerOfNoCopy(pod) == nil {
		if x.loose[pod.Namespace] == nil {
			x.loose[pod.Namespace] = map[string]*corev1.Pod{}
		}
		x.loose[pod.Namespace][pod.Name] = pod
		return
	}
	if old != nil && metav1.GetControllerOfNoCopy(old) == nil {
		delete(x.loose[old.Namespace], old.Name)
		if len(x.loose[old.Namespace]) == 0 {
			delete(x.loose, old.Namespace)
		}
	}
}

// job returns a Job by name and UID, or nil.
func (x *jobIndex) job(key types.NamespacedName, uid types.UID) *batchv1.Job {
	x.mu.Lock()
	defer x.mu.Unlock()
	if job := x.jobs[key]; job != nil && job.UID == uid {
		return job
	}
	return nil
}

// controllerOf returns the Job that controls a pod, or nil.
func (x *jobIndex) controllerOf(pod *corev1.Pod) *batchv1.Job {
	ref := metav1.GetControllerOfNoCopy(pod)
	if ref == nil || ref.Kind != "Job" {
		return nil
	}
	return x.job(types.NamespacedName{Namespace: pod.Namespace, Name: ref.Name}, ref.UID)
}

// matching returns the Jobs whose selector matches a pod, ordered by name.
func (x *jobIndex) matching(pod *corev1.Pod) []types.NamespacedName {
	x.mu.Lock()
	defer x.mu.Unlock()
	var found []types.NamespacedName
	for _, uid := range []string{"", pod.Labels[batchv1.ControllerUidLabel]} {
		for key := range x.bySel[selectorKey{pod.Namespace, uid}] {
			selector, err := metav1.LabelSelectorAsSelector(x.jobs[key].Spec.Selector)
			if err == nil && selector.Matches(labels.Set(pod.Labels)) && !slices.Contains(found, key) {
				found = append(found, key)
			}
		}
	}
	slices.SortFunc(found, func(a, b types.NamespacedName) int { return strings.Compare(a.Name, b.Name) })
	return found
}

// loosePods returns the pods of a namespace that nobody controls, ordered by name.
func (x *jobIndex) loosePods(namespace string) []*corev1.Pod {
	x.mu.Lock()
	defer x.mu.Unlock()
	pods := make([]*corev1.Pod, 0, len(x.loose[namespace]))
	for _, pod := range x.loose[namespace] {
		pods = append(pods, pod)
	}
	slices.SortFunc(pods, byPodName)
	return pods
}

func selectorOf(job *batchv1.Job) selectorKey {
	key := selectorKey{namespace: job.Namespace}
	if job.Spec.Selector != nil {
		key.controllerUID = job.Spec.Selector.MatchLabels[batchv1.ControllerUidLabel]
	}
	return key
}

func byPodName(a, b *corev1.Pod) int { return strings.Compare(a.Name, b.Name) }
