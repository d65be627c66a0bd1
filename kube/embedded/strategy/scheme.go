package strategy

import (
	"fmt"
	"sync"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/kubernetes/pkg/api/legacyscheme"
	"k8s.io/kubernetes/pkg/apis/batch"
	batchv1rules "k8s.io/kubernetes/pkg/apis/batch/v1"
	"k8s.io/kubernetes/pkg/apis/core"
	corev1rules "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/kubernetes/pkg/capabilities"
)

// upstreamScheme is the scheme in which upstream's strategies look up types, conversions and validations. It is filled
// when the first plane starts: a program without a plane has no use for it. Upstream's API server, should it run in the same
// process, has filled it already.
var upstreamScheme = sync.OnceValue(func() *runtime.Scheme {
	scheme := legacyscheme.Scheme
	if !scheme.IsGroupRegistered(batchv1.GroupName) {
		for _, add := range []func(*runtime.Scheme) error{
			core.AddToScheme, corev1rules.AddToScheme, batch.AddToScheme, batchv1rules.AddToScheme,
		} {
			utilruntime.Must(add(scheme))
		}
		utilruntime.Must(scheme.SetVersionPriority(corev1.SchemeGroupVersion))
		utilruntime.Must(scheme.SetVersionPriority(batchv1.SchemeGroupVersion))
	}
	capabilities.Setup(true, 0) // privileged containers are allowed, as by the flag that clusters start their API server with
	return scheme
})

// AddDefaulting registers in the scheme what the API server changes in the plane's kinds when it decodes them: it fills in
// what was left out, and makes fields agree that mean the same.
func AddDefaulting(scheme *runtime.Scheme) {
	utilruntime.Must(corev1rules.RegisterDefaults(scheme))
	utilruntime.Must(batchv1rules.RegisterDefaults(scheme))
	// Conversion to the internal type, which the plane's objects do not go through, does the rest for these two.
	addNormalizing(scheme, secretKind, corev1rules.SetObjectDefaults_Secret, func(l *corev1.SecretList) []corev1.Secret { return l.Items })
	addNormalizing(scheme, nodeKind, corev1rules.SetObjectDefaults_Node, func(l *corev1.NodeList) []corev1.Node { return l.Items })
}

// addNormalizing registers that objects of the kind are defaulted, then converted to the internal type and back.
func addNormalizing[V, I, L any, PV object[V], PI object[I], PL object[L]](
	scheme *runtime.Scheme, k kind[V, I, PV, PI], setDefaults func(*V), items func(PL) []V,
) {
	normalize := func(obj *V) {
		setDefaults(obj)
		k.write(k.internal(PV(obj)), PV(obj))
	}
	scheme.AddTypeDefaultingFunc(PV(new(V)), func(obj any) { normalize(obj.(*V)) })
	scheme.AddTypeDefaultingFunc(PL(new(L)), func(obj any) {
		list := items(obj.(PL))
		for i := range list {
			normalize(&list[i])
		}
	})
}

// AddFieldLabels teaches the scheme which field selectors each kind knows, with upstream's error for the others.
func AddFieldLabels(scheme *runtime.Scheme) error {
	for _, gvk := range []schema.GroupVersionKind{
		batchv1.SchemeGroupVersion.WithKind("Job"),
		corev1.SchemeGroupVersion.WithKind("Event"),
		corev1.SchemeGroupVersion.WithKind("Namespace"),
		corev1.SchemeGroupVersion.WithKind("Node"),
		corev1.SchemeGroupVersion.WithKind("Pod"),
		corev1.SchemeGroupVersion.WithKind("Secret"),
	} {
		convert := func(label, value string) (string, string, error) {
			return upstreamScheme().ConvertFieldLabel(gvk, label, value)
		}
		if err := scheme.AddFieldLabelConversionFunc(gvk, convert); err != nil {
			return fmt.Errorf("registering field selectors of %s: %w", gvk.Kind, err)
		}
	}
	return nil
}
