// Package admission holds the pure parts of the admission plugins that upstream enables by default: what they change in a
// new pod and what they refuse. It never reads a store: callers hand in the objects that a plugin would look up.
package admission

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/validate/content"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	podutil "k8s.io/kubernetes/pkg/api/v1/pod"
)

// Forbidden words a refusal as the API server does: `pods "NAME" is forbidden: CAUSE`, status 403. An object that is still
// to be named goes by its generateName. A nil cause is no error.
func Forbidden(resource schema.GroupResource, obj metav1.Object, cause error) error {
	if cause == nil || apierrors.IsForbidden(cause) {
		return cause
	}
	name := obj.GetName()
	if name == "" {
		name = obj.GetGenerateName()
	}
	if name == "" {
		name = "Unknown"
	}
	return apierrors.NewForbidden(resource, name, cause)
}

// DefaultAccount is the service account that every namespace has.
const DefaultAccount = "default"

// DefaultServiceAccount makes a new pod run as "default" where it names no service account.
func DefaultServiceAccount(pod *corev1.Pod) {
	if IsMirror(pod) || pod.Spec.ServiceAccountName != "" {
		return
	}
	pod.Spec.ServiceAccountName = DefaultAccount
	pod.Spec.DeprecatedServiceAccount = DefaultAccount
}

// IsMirror reports whether a pod stands for one that a kubelet runs from a file.
func IsMirror(pod *corev1.Pod) bool {
	_, mirror := pod.Annotations[corev1.MirrorPodAnnotationKey]
	return mirror
}

// CheckMirror refuses a mirror pod that needs what only the API server has.
func CheckMirror(pod *corev1.Pod) error {
	if pod.Spec.ServiceAccountName != "" {
		return errors.New("a mirror pod may not reference service accounts")
	}
	if !podutil.VisitPodSecretNames(pod, func(string) bool { return false }) {
		return errors.New("a mirror pod may not reference secrets")
	}
	for i := range pod.Spec.Volumes {
		projected := pod.Spec.Volumes[i].Projected
		if projected != nil && slices.ContainsFunc(projected.Sources, func(s corev1.VolumeProjection) bool { return s.ServiceAccountToken != nil }) {
			return errors.New("a mirror pod may not use ServiceAccountToken volume projections")
		}
	}
	return nil
}

// CheckName refuses names that cannot be looked up, with client-go's words.
func CheckName(name string) error {
	if name == "" {
		return errors.New("resource name may not be empty")
	}
	if problems := content.IsPathSegmentName(name); len(problems) > 0 {
		return fmt.Errorf("invalid resource name %q: %v", name, problems)
	}
	return nil
}

// ProtectClaim gives a new volume claim the finalizer that keeps it while pods have it.
func ProtectClaim(claim *corev1.PersistentVolumeClaim) {
	const finalizer = "kubernetes.io/pvc-protection"
	if !slices.Contains(claim.Finalizers, finalizer) {
		claim.Finalizers = append(claim.Finalizers, finalizer)
	}
}

const (
	tokenVolume = "kube-api-access-"
	tokenPath   = "/var/run/secrets/kubernetes.io/serviceaccount"
)

// MountServiceAccount gives a new pod what its service account brings along: image pull secrets, where it has none, and
// the token volume kube-api-access-SUFFIX, unless pod or account opts out. suffix is five random characters.
func MountServiceAccount(pod *corev1.Pod, account *corev1.ServiceAccount, suffix func() string) {
	if IsMirror(pod) {
		return
	}
	if len(pod.Spec.ImagePullSecrets) == 0 {
		for _, s := range account.ImagePullSecrets {
			pod.Spec.ImagePullSecrets = append(pod.Spec.ImagePullSecrets, corev1.LocalObjectReference{Name: s.Name})
		}
	}
	if automounts(pod, account) {
		mountToken(&pod.Spec, suffix)
	}
}

func automounts(pod *corev1.Pod, account *corev1.ServiceAccount) bool {
	if pod.Spec.AutomountServiceAccountToken != nil {
		return *pod.Spec.AutomountServiceAccountToken
	}
	return account.AutomountServiceAccountToken == nil || *account.AutomountServiceAccountToken
}

func mountToken(s *corev1.PodSpec, suffix func() string) {
	name, there := "", false
	for i := range s.Volumes {
		if strings.HasPrefix(s.Volumes[i].Name, tokenVolume) {
			name, there = s.Volumes[i].Name, true
			break
		}
	}
	if !there {
		name = tokenVolume + suffix()
	}
	mounted := false
	for _, list := range [...][]corev1.Container{s.InitContainers, s.Containers} {
		for i := range list {
			if hasMount(&list[i], tokenPath) {
				continue
			}
			list[i].VolumeMounts = append(list[i].VolumeMounts, corev1.VolumeMount{Name: name, ReadOnly: true, MountPath: tokenPath})
			mounted = true
		}
	}
	if mounted && !there {
		s.Volumes = append(s.Volumes, corev1.Volume{Name: name, VolumeSource: corev1.VolumeSource{Projected: tokenSources()}})
	}
}

func hasMount(c *corev1.Container, path string) bool {
	for i := range c.VolumeMounts {
		if c.VolumeMounts[i].MountPath == path {
			return true
		}
	}
	return false
}

func tokenSources() *corev1.ProjectedVolumeSource {
	const hourAndAWarning = 60*60 + 7
	return &corev1.ProjectedVolumeSource{
		DefaultMode: new(corev1.ProjectedVolumeSourceDefaultMode),
		Sources: []corev1.VolumeProjection{
			{ServiceAccountToken: &corev1.ServiceAccountTokenProjection{Path: "token", ExpirationSeconds: new(int64(hourAndAWarning))}},
			{ConfigMap: &corev1.ConfigMapProjection{
				LocalObjectReference: corev1.LocalObjectReference{Name: "kube-root-ca.crt"},
				Items:                []corev1.KeyToPath{{Key: "ca.crt", Path: "ca.crt"}},
			}},
			{DownwardAPI: &corev1.DownwardAPIProjection{Items: []corev1.DownwardAPIVolumeFile{{
				Path: "namespace", FieldRef: &corev1.ObjectFieldSelector{APIVersion: "v1", FieldPath: "metadata.namespace"},
			}}}},
		},
	}
}

// DefaultPriority gives a new pod the priority of pods without a class: 0, and the right to push out lower ones. There
// are no classes but the system's two in the plane; any other is refused.
func DefaultPriority(pod *corev1.Pod) error {
	priority, policy := int32(0), corev1.PreemptLowerPriority
	switch pod.Spec.PriorityClassName {
	case "":
	case "system-cluster-critical":
		priority = 2_000_000_000
	case "system-node-critical":
		priority = 2_000_001_000
	default:
		return fmt.Errorf("no PriorityClass with name %v was found", pod.Spec.PriorityClassName)
	}
	if p := pod.Spec.Priority; p != nil && *p != priority {
		return fmt.Errorf("the integer value of priority (%d) must not be provided in pod spec; priority admission controller computed %d from the given PriorityClass name", *p, priority)
	}
	if p := pod.Spec.PreemptionPolicy; p != nil && *p != policy {
		return fmt.Errorf("the string value of PreemptionPolicy (%s) must not be provided in pod spec; priority admission controller computed %s from the given PriorityClass name", *p, policy)
	}
	pod.Spec.Priority, pod.Spec.PreemptionPolicy = &priority, &policy
	return nil
}

// KeepPriority keeps the priority of a pod that an update leaves out.
func KeepPriority(pod, old *corev1.Pod) {
	if pod.Spec.Priority == nil {
		pod.Spec.Priority = old.Spec.Priority
	}
	if pod.Spec.PreemptionPolicy == nil {
		pod.Spec.PreemptionPolicy = old.Spec.PreemptionPolicy
	}
}

// CheckRuntimeClass refuses a pod that names a class: there are none in the plane.
func CheckRuntimeClass(pod *corev1.Pod) error {
	if pod.Spec.RuntimeClassName != nil {
		return fmt.Errorf("pod rejected: RuntimeClass %q not found", *pod.Spec.RuntimeClassName)
	}
	return nil
}

// CheckOverhead refuses a valid pod that asks for what a runtime class would add to it.
func CheckOverhead(pod *corev1.Pod) error {
	if pod.Spec.Overhead != nil {
		return errors.New("pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead")
	}
	return nil
}

// DefaultTolerations keeps a new pod for five minutes on a node that is not ready or out of reach.
func DefaultTolerations(pod *corev1.Pod) {
	for _, key := range [...]string{corev1.TaintNodeNotReady, corev1.TaintNodeUnreachable} {
		if !tolerates(pod.Spec.Tolerations, key) {
			pod.Spec.Tolerations = append(pod.Spec.Tolerations, corev1.Toleration{
				Key: key, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoExecute, TolerationSeconds: new(int64(300)),
			})
		}
	}
}

func tolerates(list []corev1.Toleration, key string) bool {
	for i := range list {
		t := &list[i]
		if (t.Key == key || t.Key == "") && (t.Effect == corev1.TaintEffectNoExecute || t.Effect == "") {
			return true
		}
	}
	return false
}
