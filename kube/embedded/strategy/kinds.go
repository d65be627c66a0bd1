package strategy

import (
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/kubernetes/pkg/apis/batch"
	"k8s.io/kubernetes/pkg/apis/core"
	corev1rules "k8s.io/kubernetes/pkg/apis/core/v1"
)

// Kinds that upstream's conversions take to their internal types.
var (
	configMapKind = kind[corev1.ConfigMap, core.ConfigMap, *corev1.ConfigMap, *core.ConfigMap]{
		corev1rules.Convert_v1_ConfigMap_To_core_ConfigMap, corev1rules.Convert_core_ConfigMap_To_v1_ConfigMap,
	}
	limitRangeKind = kind[corev1.LimitRange, core.LimitRange, *corev1.LimitRange, *core.LimitRange]{
		corev1rules.Convert_v1_LimitRange_To_core_LimitRange, corev1rules.Convert_core_LimitRange_To_v1_LimitRange,
	}
	namespaceKind = kind[corev1.Namespace, core.Namespace, *corev1.Namespace, *core.Namespace]{
		corev1rules.Convert_v1_Namespace_To_core_Namespace, corev1rules.Convert_core_Namespace_To_v1_Namespace,
	}
	nodeKind = kind[corev1.Node, core.Node, *corev1.Node, *core.Node]{
		corev1rules.Convert_v1_Node_To_core_Node, corev1rules.Convert_core_Node_To_v1_Node,
	}
	claimKind = kind[corev1.PersistentVolumeClaim, core.PersistentVolumeClaim, *corev1.PersistentVolumeClaim, *core.PersistentVolumeClaim]{
		corev1rules.Convert_v1_PersistentVolumeClaim_To_core_PersistentVolumeClaim,
		corev1rules.Convert_core_PersistentVolumeClaim_To_v1_PersistentVolumeClaim,
	}
	resourceQuotaKind = kind[corev1.ResourceQuota, core.ResourceQuota, *corev1.ResourceQuota, *core.ResourceQuota]{
		corev1rules.Convert_v1_ResourceQuota_To_core_ResourceQuota, corev1rules.Convert_core_ResourceQuota_To_v1_ResourceQuota,
	}
	secretKind = kind[corev1.Secret, core.Secret, *corev1.Secret, *core.Secret]{
		corev1rules.Convert_v1_Secret_To_core_Secret, corev1rules.Convert_core_Secret_To_v1_Secret,
	}
	serviceAccountKind = kind[corev1.ServiceAccount, core.ServiceAccount, *corev1.ServiceAccount, *core.ServiceAccount]{
		corev1rules.Convert_v1_ServiceAccount_To_core_ServiceAccount, corev1rules.Convert_core_ServiceAccount_To_v1_ServiceAccount,
	}
)

// Kinds that are written often, and have the same layout in memory as their internal types.
var (
	cronJobKind kind[batchv1.CronJob, batch.CronJob, *batchv1.CronJob, *batch.CronJob]
	eventKind   kind[corev1.Event, core.Event, *corev1.Event, *core.Event]
	jobKind     kind[batchv1.Job, batch.Job, *batchv1.Job, *batch.Job]
	podKind     kind[corev1.Pod, core.Pod, *corev1.Pod, *core.Pod]
)
