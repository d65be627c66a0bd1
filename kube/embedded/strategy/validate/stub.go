package validate

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

const (
	LegacyJobNameLabel       = "job-name"
	LegacyControllerUIDLabel = "controller-uid"
)

func Job(obj *batchv1.Job) field.ErrorList { return nil }
func JobUpdate(obj, old *batchv1.Job) field.ErrorList { return nil }
func JobStatusUpdate(obj, old *batchv1.Job) field.ErrorList { return nil }
func CronJob(obj *batchv1.CronJob) field.ErrorList { return nil }
func CronJobUpdate(obj, old *batchv1.CronJob) field.ErrorList { return nil }
func Pod(obj *corev1.Pod) field.ErrorList { return nil }
func PodUpdate(obj, old *corev1.Pod) field.ErrorList { return nil }
func PodStatusUpdate(obj, old *corev1.Pod) field.ErrorList { return nil }
func PodEphemeralContainersUpdate(obj, old *corev1.Pod) field.ErrorList { return nil }
func Event(obj *corev1.Event) field.ErrorList { return nil }
func EventUpdate(obj, old *corev1.Event) field.ErrorList { return nil }
func Namespace(obj *corev1.Namespace) field.ErrorList { return nil }
func NamespaceUpdate(obj, old *corev1.Namespace) field.ErrorList { return nil }
func NamespaceStatusUpdate(obj, old *corev1.Namespace) field.ErrorList { return nil }
func NamespaceFinalizeUpdate(obj, old *corev1.Namespace) field.ErrorList { return nil }
func Node(obj *corev1.Node) field.ErrorList { return nil }
func NodeUpdate(obj, old *corev1.Node) field.ErrorList { return nil }
func NodeStatusUpdate(obj, old *corev1.Node) field.ErrorList { return nil }
func ConfigMap(obj *corev1.ConfigMap) field.ErrorList { return nil }
func ConfigMapUpdate(obj, old *corev1.ConfigMap) field.ErrorList { return nil }
func Secret(obj *corev1.Secret) field.ErrorList { return nil }
func SecretUpdate(obj, old *corev1.Secret) field.ErrorList { return nil }
func ServiceAccount(obj *corev1.ServiceAccount) field.ErrorList { return nil }
func ServiceAccountUpdate(obj, old *corev1.ServiceAccount) field.ErrorList { return nil }
func PersistentVolumeClaim(obj *corev1.PersistentVolumeClaim) field.ErrorList { return nil }
func PersistentVolumeClaimUpdate(obj, old *corev1.PersistentVolumeClaim) field.ErrorList { return nil }
func PersistentVolumeClaimStatusUpdate(obj, old *corev1.PersistentVolumeClaim) field.ErrorList { return nil }
func ResourceQuota(obj *corev1.ResourceQuota) field.ErrorList { return nil }
func ResourceQuotaUpdate(obj, old *corev1.ResourceQuota) field.ErrorList { return nil }
func ResourceQuotaStatusUpdate(obj, old *corev1.ResourceQuota) field.ErrorList { return nil }
func LimitRange(obj *corev1.LimitRange) field.ErrorList { return nil }
func Binding(obj *corev1.Binding) field.ErrorList { return nil }
func JobWarnings(obj *batchv1.Job) []string { return nil }
func CronJobWarnings(obj *batchv1.CronJob) []string { return nil }
func PodWarnings(obj *corev1.Pod) []string { return nil }
func SecretWarnings(obj *corev1.Secret) []string { return nil }
func ResourceQuotaWarnings(obj *corev1.ResourceQuota) []string { return nil }
func JobSpecWarnings(spec *batchv1.JobSpec, path ...string) []string { return nil }
func CronJobUpdateWarnings(obj, old *batchv1.CronJob) []string { return nil }
