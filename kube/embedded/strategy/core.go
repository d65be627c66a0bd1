package strategy

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/kubernetes/pkg/registry/core/configmap"
	"k8s.io/kubernetes/pkg/registry/core/event"
	"k8s.io/kubernetes/pkg/registry/core/limitrange"
	"k8s.io/kubernetes/pkg/registry/core/namespace"
	"k8s.io/kubernetes/pkg/registry/core/node"
	"k8s.io/kubernetes/pkg/registry/core/persistentvolumeclaim"
	"k8s.io/kubernetes/pkg/registry/core/resourcequota"
	"k8s.io/kubernetes/pkg/registry/core/secret"
)

// coreRules are newRules in the core group.
func coreRules[V, I any, PV object[V], PI object[I]](b base, k kind[V, I, PV, PI], from upstream, subresource string) rules[V, I, PV, PI] {
	return newRules(b, corev1.SchemeGroupVersion, k, from, subresource)
}

func configMaps(b base) Resource {
	r := coreResource("ConfigMap", "configmaps", "configmap", "cm")
	r.New, r.NewList = func() runtime.Object { return &corev1.ConfigMap{} }, func() runtime.Object { return &corev1.ConfigMapList{} }
	r.GetAttrs = metadataAttrs
	r.Strategy = coreRules(b, configMapKind, configmap.Strategy, "")
	return r
}

func secrets(b base) Resource {
	r := coreResource("Secret", "secrets", "secret")
	r.New, r.NewList = func() runtime.Object { return &corev1.Secret{} }, func() runtime.Object { return &corev1.SecretList{} }
	r.GetAttrs = secretKind.attrs(secret.GetAttrs)
	r.Strategy = coreRules(b, secretKind, secret.Strategy, "")
	return r
}

func events(b base) Resource {
	r := coreResource("Event", "events", "event", "ev")
	r.New, r.NewList = func() runtime.Object { return &corev1.Event{} }, func() runtime.Object { return &corev1.EventList{} }
	r.GetAttrs = eventKind.attrs(event.GetAttrs)
	main := coreRules(b, eventKind, event.Strategy, "")
	main.noTags = true // what there is on the metadata is alpha; events are many
	r.Strategy = main
	return r
}

func limitRanges(b base) Resource {
	r := coreResource("LimitRange", "limitranges", "limitrange", "limits")
	r.New, r.NewList = func() runtime.Object { return &corev1.LimitRange{} }, func() runtime.Object { return &corev1.LimitRangeList{} }
	r.GetAttrs = metadataAttrs
	main := coreRules(b, limitRangeKind, limitrange.Strategy, "")
	main.beforeCreate = func(l *corev1.LimitRange) {
		if l.Name == "" {
			l.Name = string(b.newUID()) // upstream would draw one from the machine
		}
	}
	r.Strategy = main
	return r
}

func resourceQuotas(b base) Resource {
	r := coreResource("ResourceQuota", "resourcequotas", "resourcequota", "quota")
	r.New, r.NewList = func() runtime.Object { return &corev1.ResourceQuota{} }, func() runtime.Object { return &corev1.ResourceQuotaList{} }
	r.GetAttrs = metadataAttrs
	r.Strategy = coreRules(b, resourceQuotaKind, resourcequota.Strategy, "")
	r.Status = coreRules(b, resourceQuotaKind, resourcequota.StatusStrategy, "status")
	return r
}

func persistentVolumeClaims(b base) Resource {
	r := coreResource("PersistentVolumeClaim", "persistentvolumeclaims", "persistentvolumeclaim", "pvc")
	r.New = func() runtime.Object { return &corev1.PersistentVolumeClaim{} }
	r.NewList = func() runtime.Object { return &corev1.PersistentVolumeClaimList{} }
	r.GetAttrs = claimKind.attrs(persistentvolumeclaim.GetAttrs)
	main := coreRules(b, claimKind, persistentvolumeclaim.Strategy, "")
	main.afterCreate = func(c *corev1.PersistentVolumeClaim) {
		c.Status.Phase = corev1.ClaimPending // what upstream's defaulting makes of none, when it reads its storage
	}
	r.Strategy = main
	r.Status = coreRules(b, claimKind, persistentvolumeclaim.StatusStrategy, "status")
	return r
}

func namespaces(b base) Resource {
	r := coreResource("Namespace", "namespaces", "namespace", "ns")
	r.Namespaced = false
	r.New, r.NewList = func() runtime.Object { return &corev1.Namespace{} }, func() runtime.Object { return &corev1.NamespaceList{} }
	r.GetAttrs = namespaceKind.attrs(namespace.GetAttrs)
	r.Strategy = coreRules(b, namespaceKind, namespace.Strategy, "")
	r.Status = coreRules(b, namespaceKind, namespace.StatusStrategy, "status")
	r.Finalize = coreRules(b, namespaceKind, namespace.FinalizeStrategy, "finalize")
	return r
}

func nodes(b base) Resource {
	r := coreResource("Node", "nodes", "node", "no")
	r.Namespaced = false
	r.New, r.NewList = func() runtime.Object { return &corev1.Node{} }, func() runtime.Object { return &corev1.NodeList{} }
	r.GetAttrs = nodeKind.attrs(node.GetAttrs)
	r.Strategy = coreRules(b, nodeKind, node.Strategy, "")
	r.Status = coreRules(b, nodeKind, node.StatusStrategy, "status")
	return r
}
