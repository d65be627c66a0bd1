package strategy

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"k8s.io/apiserver/pkg/registry/rest"

	"github.com/kronoscope/kronoscope/kube/embedded/strategy/validate"
)

func configMaps(b base) Resource {
	r := core("ConfigMap", "configmaps", "configmap", "cm")
	r.New, r.NewList = func() runtime.Object { return &corev1.ConfigMap{} }, func() runtime.Object { return &corev1.ConfigMapList{} }
	r.GetAttrs = attrs[*corev1.ConfigMap](true, 0, nil)
	r.Strategy = rules[*corev1.ConfigMap]{
		base: b, namespaced: true, validate: validate.ConfigMap, validateWith: validate.ConfigMapUpdate,
	}
	return r
}

func secrets(b base) Resource {
	r := core("Secret", "secrets", "secret")
	r.New, r.NewList = func() runtime.Object { return &corev1.Secret{} }, func() runtime.Object { return &corev1.SecretList{} }
	r.GetAttrs = attrs(true, 1, secretFields)
	r.Strategy = rules[*corev1.Secret]{
		base: b, namespaced: true, validate: validate.Secret, validateWith: validate.SecretUpdate,
		warn:       validate.SecretWarnings,
		warnUpdate: func(obj, _ *corev1.Secret) []string { return validate.SecretWarnings(obj) },
	}
	return r
}

func serviceAccounts(b base) Resource {
	r := core("ServiceAccount", "serviceaccounts", "serviceaccount", "sa")
	r.New, r.NewList = func() runtime.Object { return &corev1.ServiceAccount{} }, func() runtime.Object { return &corev1.ServiceAccountList{} }
	r.GetAttrs = attrs[*corev1.ServiceAccount](true, 0, nil)
	keepNames := func(sa *corev1.ServiceAccount) {
		for i, s := range sa.Secrets {
			sa.Secrets[i] = corev1.ObjectReference{Name: s.Name}
		}
	}
	r.Strategy = rules[*corev1.ServiceAccount]{
		base: b, namespaced: true, prepare: keepNames,
		prepareUpdate: func(obj, _ *corev1.ServiceAccount) { keepNames(obj) },
		validate:      validate.ServiceAccount, validateWith: validate.ServiceAccountUpdate,
	}
	return r
}

func events(b base) Resource {
	r := core("Event", "events", "event", "ev")
	r.New, r.NewList = func() runtime.Object { return &corev1.Event{} }, func() runtime.Object { return &corev1.EventList{} }
	r.GetAttrs = attrs(true, 11, eventFields)
	r.Strategy = rules[*corev1.Event]{
		base: b, namespaced: true, createOnUpdate: true, collect: rest.Unsupported,
		validate: validate.Event, validateWith: validate.EventUpdate,
	}
	return r
}

func limitRanges(b base) Resource {
	r := core("LimitRange", "limitranges", "limitrange", "limits")
	r.New, r.NewList = func() runtime.Object { return &corev1.LimitRange{} }, func() runtime.Object { return &corev1.LimitRangeList{} }
	r.GetAttrs = attrs[*corev1.LimitRange](true, 0, nil)
	r.Strategy = rules[*corev1.LimitRange]{
		base: b, namespaced: true, createOnUpdate: true,
		prepare: func(l *corev1.LimitRange) {
			if l.Name == "" {
				l.Name = string(b.newUID())
			}
		},
		validate:     validate.LimitRange,
		validateWith: func(obj, _ *corev1.LimitRange) field.ErrorList { return validate.LimitRange(obj) },
	}
	return r
}

func resourceQuotas(b base) Resource {
	r := core("ResourceQuota", "resourcequotas", "resourcequota", "quota")
	r.New, r.NewList = func() runtime.Object { return &corev1.ResourceQuota{} }, func() runtime.Object { return &corev1.ResourceQuotaList{} }
	r.GetAttrs = attrs[*corev1.ResourceQuota](true, 0, nil)
	main := rules[*corev1.ResourceQuota]{
		base: b, namespaced: true, resets: resets("v1", path("status")),
		prepare:       func(q *corev1.ResourceQuota) { q.Status = corev1.ResourceQuotaStatus{} },
		prepareUpdate: func(obj, old *corev1.ResourceQuota) { obj.Status = old.Status },
		validate:      validate.ResourceQuota, validateWith: validate.ResourceQuotaUpdate,
		warn: validate.ResourceQuotaWarnings,
	}
	r.Strategy = main
	status := main
	status.resets = resets("v1", path("spec"))
	status.prepareUpdate = func(obj, old *corev1.ResourceQuota) { obj.Spec = old.Spec }
	status.validateWith = validate.ResourceQuotaStatusUpdate
	r.Status = status
	return r
}

func persistentVolumeClaims(b base) Resource {
	r := core("PersistentVolumeClaim", "persistentvolumeclaims", "persistentvolumeclaim", "pvc")
	r.New = func() runtime.Object { return &corev1.PersistentVolumeClaim{} }
	r.NewList = func() runtime.Object { return &corev1.PersistentVolumeClaimList{} }
	r.GetAttrs = attrs(true, 1, claimFields)
	main := rules[*corev1.PersistentVolumeClaim]{
		base: b, namespaced: true, resets: resets("v1", path("status")),
		prepare: func(c *corev1.PersistentVolumeClaim) {
			// The phase is defaulting's, which upstream applies once more to what it reads from its storage.
			c.Status = corev1.PersistentVolumeClaimStatus{Phase: corev1.ClaimPending}
			normalizeDataSources(&c.Spec)
		},
		prepareUpdate: func(obj, old *corev1.PersistentVolumeClaim) {
			obj.Status = old.Status
			normalizeDataSources(&obj.Spec)
		},
		validate: validate.PersistentVolumeClaim, validateWith: validate.PersistentVolumeClaimUpdate,
	}
	r.Strategy = main
	status := main
	status.resets = resets("v1", path("spec"))
	status.prepareUpdate = func(obj, old *corev1.PersistentVolumeClaim) { obj.Spec = old.Spec }
	status.validateWith = validate.PersistentVolumeClaimStatusUpdate
	r.Status = status
	return r
}

// normalizeDataSources makes dataSource and dataSourceRef say the same where only one is given.
func normalizeDataSources(spec *corev1.PersistentVolumeClaimSpec) {
	switch {
	case spec.DataSource != nil && spec.DataSourceRef == nil:
		s := spec.DataSource
		spec.DataSourceRef = &corev1.TypedObjectReference{APIGroup: s.APIGroup, Kind: s.Kind, Name: s.Name}
	case spec.DataSourceRef != nil && spec.DataSource == nil && (spec.DataSourceRef.Namespace == nil || *spec.DataSourceRef.Namespace == ""):
		s := spec.DataSourceRef
		spec.DataSource = &corev1.TypedLocalObjectReference{APIGroup: s.APIGroup, Kind: s.Kind, Name: s.Name}
	}
}

func namespaces(b base) Resource {
	r := core("Namespace", "namespaces", "namespace", "ns")
	r.Namespaced = false
	r.New, r.NewList = func() runtime.Object { return &corev1.Namespace{} }, func() runtime.Object { return &corev1.NamespaceList{} }
	r.GetAttrs = attrs(false, 2, namespaceFields)
	main := rules[*corev1.Namespace]{
		base: b, resets: resets("v1", path("status")),
		prepare: func(n *corev1.Namespace) {
			n.Status = corev1.NamespaceStatus{Phase: corev1.NamespaceActive}
			if !slices.Contains(n.Spec.Finalizers, corev1.FinalizerKubernetes) {
				n.Spec.Finalizers = append(n.Spec.Finalizers, corev1.FinalizerKubernetes)
			}
		},
		prepareUpdate: func(obj, old *corev1.Namespace) {
			obj.Spec.Finalizers, obj.Status = old.Spec.Finalizers, old.Status
		},
		validate: validate.Namespace, validateWith: validate.NamespaceUpdate,
		canonicalize: func(n *corev1.Namespace) {
			if n.Labels == nil {
				n.Labels = make(map[string]string, 1)
			}
			n.Labels[corev1.LabelMetadataName] = n.Name
		},
	}
	r.Strategy = main
	status := main
	status.resets = resets("v1", path("spec"))
	status.prepareUpdate = func(obj, old *corev1.Namespace) { obj.Spec = old.Spec }
	status.validateWith = validate.NamespaceStatusUpdate
	r.Status = status
	finalize := main
	finalize.prepareUpdate = func(obj, old *corev1.Namespace) { obj.Status = old.Status }
	finalize.validateWith = validate.NamespaceFinalizeUpdate
	r.Finalize = finalize
	return r
}

func nodes(b base) Resource {
	r := core("Node", "nodes", "node", "no")
	r.Namespaced = false
	r.New, r.NewList = func() runtime.Object { return &corev1.Node{} }, func() runtime.Object { return &corev1.NodeList{} }
	r.GetAttrs = attrs(false, 1, nodeFields)
	main := rules[*corev1.Node]{
		base: b, resets: resets("v1", path("status")),
		//lint:ignore SA1019 upstream drops it too
		prepare:       func(n *corev1.Node) { n.Spec.ConfigSource, n.Status.Config = nil, nil },
		prepareUpdate: func(obj, old *corev1.Node) { obj.Status = old.Status },
		validate:      validate.Node, validateWith: validate.NodeUpdate,
	}
	r.Strategy = main
	status := main
	status.resets = resets("v1", path("spec"))
	status.prepareUpdate = func(obj, old *corev1.Node) { obj.Spec = old.Spec }
	status.validateWith = validate.NodeStatusUpdate
	r.Status = status
	return r
}
