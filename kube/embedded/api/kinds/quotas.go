package kinds

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apiserver/pkg/admission"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/generic/registry"
	"k8s.io/apiserver/pkg/registry/rest"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
	"github.com/kronoscope/kronoscope/kube/embedded/strategy/quota"
)

// quotaAttempts bounds the attempts to write quotas that others write at the same time.
const quotaAttempts = 10

func (s *Set) quotas() *Kind { return s.kinds[corev1.Resource("resourcequotas")] }

func (s *Set) quotaCounter() quota.Counter { return quota.Counter{Now: s.clock.Now} }

// ChargeQuotas adds what a new object uses to the statuses of its namespace's quotas, or refuses the object. The statuses are
// written with their resource versions, so two creations cannot share the same remainder.
func (s *Set) ChargeQuotas(ctx context.Context, at admission.Attributes) error {
	var err error
	for range quotaAttempts {
		quotas := List[*corev1.ResourceQuota](s.quotas(), at.GetNamespace())
		if len(quotas) == 0 {
			return nil
		}
		charged, refusal := s.quotaCounter().Check(at.GetObject(), quotas)
		if refusal != nil {
			return admission.NewForbidden(at, refusal)
		}
		if at.IsDryRun() || len(charged) == 0 {
			return nil
		}
		if err = s.writeQuotas(ctx, charged); !apierrors.IsConflict(err) {
			return err
		}
		s.RecountQuotas(at.GetNamespace()) // some may have been charged
	}
	return err
}

func (s *Set) writeQuotas(ctx context.Context, quotas []*corev1.ResourceQuota) error {
	for _, q := range quotas {
		_, _, err := s.quotas().StatusRegistry.Update(genericapirequest.WithNamespace(ctx, q.Namespace), q.Name,
			rest.DefaultUpdatedObjectInfo(q), rest.ValidateAllObjectFunc, rest.ValidateAllObjectUpdateFunc, false, &metav1.UpdateOptions{})
		if err != nil {
			return err
		}
	}
	return nil
}

// RecountQuotas sets the statuses of a namespace's quotas to what its objects use, which upstream leaves to a controller. A
// creation that has charged them but not stored its object yet recounts in turn.
func (s *Set) RecountQuotas(namespace string) {
	s.recounting.Lock()
	defer s.recounting.Unlock()
	for range quotaAttempts {
		if !apierrors.IsConflict(s.tryRecount(namespace)) {
			return
		}
	}
}

// tryRecount returns an error only if another write of a quota came first. After any other refusal the quota stays as it is.
func (s *Set) tryRecount(namespace string) (conflict error) {
	quotas := List[*corev1.ResourceQuota](s.quotas(), namespace)
	if len(quotas) == 0 {
		return nil
	}
	var objects []runtime.Object
	for _, k := range s.kinds {
		if !k.Namespaced || k.Name == "events" {
			continue
		}
		items, _ := k.Objects.List(namespace)
		for i := range items {
			objects = append(objects, items[i].Object)
		}
	}
	// The hooks of the registries have no context, and what made the counts change is stored already.
	ctx := store.FollowUp(s.quotas().inProcess)
	for _, q := range quotas {
		status := s.quotaCounter().Recompute(q, objects)
		if quota.Equal(q.Status, status) {
			continue
		}
		q = q.DeepCopy()
		q.Status = status
		if err := s.writeQuotas(ctx, []*corev1.ResourceQuota{q}); apierrors.IsConflict(err) {
			conflict = err
		}
	}
	return conflict
}

// recountQuotasAfterWrites makes a kind's registry recount quotas after writes that free or change what they count.
func (s *Set) recountQuotasAfterWrites(r *registry.Store) {
	isQuota := r.DefaultQualifiedResource.Resource == "resourcequotas"
	recount := func(obj runtime.Object) {
		if s.quotas().Objects.Len() > 0 {
			s.RecountQuotas(obj.(resource.Object).GetNamespace())
		}
	}
	if isQuota {
		r.AfterCreate = func(obj runtime.Object, _ *metav1.CreateOptions) { recount(obj) }
	}
	r.AfterUpdate = func(obj runtime.Object, _ *metav1.UpdateOptions) {
		pod, isPod := obj.(*corev1.Pod)
		ended := isPod && (pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed)
		if isQuota || ended {
			recount(obj)
		}
	}
	r.AfterDelete = func(obj runtime.Object, _ *metav1.DeleteOptions) { recount(obj) }
}
