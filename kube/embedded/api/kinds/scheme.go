package kinds

import (
	"fmt"
	"reflect"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metainternalversion "k8s.io/apimachinery/pkg/apis/meta/internalversion"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/runtime/serializer"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	utilruntime "k8s.io/apimachinery/pkg/util/runtime"

	"github.com/kronoscope/kronoscope/kube/embedded/strategy"
)

// newScheme registers the v1 types twice: under their version and as the internal version of their group. So the endpoints
// decode the type that is stored, and nothing is converted on the way. Upstream's internal types stay inside strategy,
// which needs them for its rules: with them in the store, every read of the controllers and the kubelet, and every answer,
// would be converted, for nothing that a client could see.
func newScheme() (*runtime.Scheme, error) {
	scheme := runtime.NewScheme()
	// Options of requests are decoded in the version "v1" of the core group, and in meta.k8s.io.
	metav1.AddToGroupVersion(scheme, corev1.SchemeGroupVersion)
	utilruntime.Must(metainternalversion.AddToScheme(scheme))
	for _, g := range []struct {
		version schema.GroupVersion
		types   []runtime.Object
	}{
		{corev1.SchemeGroupVersion, []runtime.Object{
			&corev1.Binding{}, &corev1.ConfigMap{}, &corev1.ConfigMapList{}, &corev1.Event{}, &corev1.EventList{},
			&corev1.LimitRange{}, &corev1.LimitRangeList{}, &corev1.Namespace{}, &corev1.NamespaceList{},
			&corev1.Node{}, &corev1.NodeList{}, &corev1.PersistentVolumeClaim{}, &corev1.PersistentVolumeClaimList{},
			&corev1.Pod{}, &corev1.PodList{}, &corev1.ResourceQuota{}, &corev1.ResourceQuotaList{},
			&corev1.Secret{}, &corev1.SecretList{}, &corev1.ServiceAccount{}, &corev1.ServiceAccountList{},
			&corev1.PodLogOptions{},
		}},
		{batchv1.SchemeGroupVersion, []runtime.Object{
			&batchv1.Job{}, &batchv1.JobList{}, &batchv1.CronJob{}, &batchv1.CronJobList{},
		}},
		{policyv1.SchemeGroupVersion, []runtime.Object{&policyv1.Eviction{}}},
		{authenticationv1.SchemeGroupVersion, []runtime.Object{&authenticationv1.SelfSubjectReview{}}},
		{authorizationv1.SchemeGroupVersion, []runtime.Object{
			&authorizationv1.SelfSubjectAccessReview{}, &authorizationv1.SelfSubjectRulesReview{},
		}},
	} {
		internal := schema.GroupVersion{Group: g.version.Group, Version: runtime.APIVersionInternal}
		for _, t := range g.types {
			kind := reflect.TypeOf(t).Elem().Name()
			scheme.AddKnownTypeWithName(g.version.WithKind(kind), t)
			scheme.AddKnownTypeWithName(internal.WithKind(kind), t)
		}
		if g.version != corev1.SchemeGroupVersion {
			metav1.AddToGroupVersion(scheme, g.version)
		}
		if err := scheme.SetVersionPriority(g.version); err != nil {
			return nil, fmt.Errorf("registering %s: %w", g.version, err)
		}
	}
	if err := addQueryConversions(scheme); err != nil {
		return nil, err
	}
	if err := strategy.AddFieldLabels(scheme); err != nil {
		return nil, err
	}
	strategy.AddDefaulting(scheme)
	return scheme, nil
}

func newCodecs(scheme *runtime.Scheme) serializer.CodecFactory {
	return serializer.NewCodecFactory(scheme,
		serializer.WithStreamingCollectionEncodingToJSON(), serializer.WithStreamingCollectionEncodingToProtobuf())
}

// dryRunCodec encodes objects that are not stored for real. As in upstream's storage they pass protobuf, which does not
// distinguish what is absent from what is empty.
func (s *Set) dryRunCodec(version schema.GroupVersion) runtime.Codec {
	return s.Codecs.CodecForVersions(protobuf.NewSerializer(s.Scheme, s.Scheme), s.Codecs.UniversalDeserializer(), version, runtime.InternalGroupVersioner)
}
