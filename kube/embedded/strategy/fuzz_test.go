package strategy_test

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/randfill"

	"github.com/kronoscope/kronoscope/kube/embedded/strategy"
)

// whole puts an object through everything that a request to create it, then to change it, would. As in a request, only
// valid objects are warned of.
func whole(p *plane, kind string, obj, old runtime.Object) {
	r, ctx := p.resources[kind], context.Background()
	p.scheme.Default(obj)
	p.scheme.Default(old)
	r.Strategy.PrepareForCreate(ctx, obj)
	if valid(r.Strategy.Validate(ctx, obj)) {
		r.Strategy.WarningsOnCreate(ctx, obj)
	}
	r.Strategy.Canonicalize(obj)
	changed := obj.DeepCopyObject()
	r.Strategy.PrepareForUpdate(ctx, changed, old)
	if valid(r.Strategy.ValidateUpdate(ctx, changed, old)) {
		r.Strategy.WarningsOnUpdate(ctx, changed, old)
	}
	for _, s := range []strategy.Strategy{r.Status, r.Finalize} {
		if s == nil {
			continue
		}
		changed = obj.DeepCopyObject()
		s.PrepareForUpdate(ctx, changed, old)
		valid(s.ValidateUpdate(ctx, changed, old))
	}
	if _, _, err := r.GetAttrs(obj); err != nil {
		panic(err)
	}
}

// valid reports whether there are no errors, after wording those there are.
func valid(errs field.ErrorList) bool {
	for _, err := range errs {
		_ = err.Error()
	}
	return len(errs) == 0
}

// FuzzHostileObjects feeds what JSON can make of a Job, a CronJob or a pod. Nothing may panic.
func FuzzHostileObjects(f *testing.F) {
	for _, seed := range []string{
		`{"metadata":{"name":"j"},"spec":{"completionMode":"Indexed","successPolicy":{"rules":[{"succeededIndexes":"1-","succeededCount":3},{}]}}}`,
		`{"spec":{"podFailurePolicy":{"rules":[{"action":"FailIndex","onExitCodes":{"values":[0,0],"containerName":"x"}},{"onPodConditions":[{}]}]}}}`,
		`{"spec":{"schedule":"TZ=0","timeZone":"/","jobTemplate":{"spec":{"manualSelector":true,"selector":{}}}}}`,
		`{"spec":{"containers":[{"resources":{"limits":{"hugepages-":"1","cpu":"-1","a/b":"1.5"},"claims":[{"name":"a"},{"name":"a"}]},"image":":@/"}],"volumes":[{},{"name":"v","projected":{"sources":[{},{"podCertificate":{}},{"clusterTrustBundle":{"name":""}}]}}]}}`,
		`{"metadata":{"annotations":{"scheduler.alpha.kubernetes.io/tolerations":"[{}]"}},"spec":{"affinity":{"podAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{"matchLabelKeys":["a"],"labelSelector":{}}]}},"dnsPolicy":"None","tolerations":[{"operator":"Lt"}],"resources":{"limits":{"cpu":"1"}}}}`,
	} {
		f.Add([]byte(seed), []byte(`{}`))
	}
	p := newPlane(f)
	f.Fuzz(func(_ *testing.T, a, b []byte) {
		for _, kind := range []string{"Job", "CronJob", "Pod"} {
			obj, old := p.resources[kind].New(), p.resources[kind].New()
			if json.Unmarshal(a, obj) != nil || json.Unmarshal(b, old) != nil {
				continue
			}
			whole(p, kind, obj, old)
		}
	})
}

// TestNoKindPanicsOnRandomObjects fills every field of every kind with anything of its type, nil included.
func TestNoKindPanicsOnRandomObjects(t *testing.T) {
	p := newPlane(t)
	for kind, r := range p.resources {
		for seed := range uint64(20) {
			source := rand.NewPCG(seed, 7)
			fill := randfill.New().RandSource(asSource{source}).NilChance(0.3).NumElements(0, 3).MaxDepth(14)
			obj, old := r.New(), r.New()
			fill.Fill(obj)
			fill.Fill(old)
			whole(p, kind, obj, old)
		}
	}
}

// asSource lets a seeded generator fill objects.
type asSource struct{ *rand.PCG }

func (s asSource) Int63() int64 { return int64(s.Uint64() >> 1) }
func (s asSource) Seed(int64)   {}

// ordinaryPod is what a Job's controller creates: generated labels, an owner, a finalizer, an environment, a volume.
func ordinaryPod() *corev1.Pod {
	var pod corev1.Pod
	text := `{"metadata":{"name":"image-processor-43-x7k2p","namespace":"default","generateName":"image-processor-43-","uid":"11ae5c2b-6a0f-4b07-8d0d-7a0cc1b7b0de",
	"creationTimestamp":"2026-11-23T09:46:56Z","finalizers":["batch.kubernetes.io/job-tracking"],"annotations":{"batch.kubernetes.io/job-completion-index":"43"},
	"labels":{"app":"img","batch.kubernetes.io/controller-uid":"a","batch.kubernetes.io/job-completion-index":"43","batch.kubernetes.io/job-name":"image-processor","controller-uid":"a","job-name":"image-processor"},
	"ownerReferences":[{"apiVersion":"batch/v1","kind":"Job","name":"image-processor","uid":"a","controller":true,"blockOwnerDeletion":true}]},
	"spec":{"restartPolicy":"Never","hostname":"image-processor-43","volumes":[{"name":"data","persistentVolumeClaim":{"claimName":"images"}},{"name":"tmp","emptyDir":{}}],
	"containers":[{"name":"processor","image":"python:3.11","command":["sh","-c","echo Processing image #$JOB_COMPLETION_INDEX; sleep 30"],
	"env":[{"name":"LEVEL","value":"info"},{"name":"JOB_COMPLETION_INDEX","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels['batch.kubernetes.io/job-completion-index']"}}}],
	"resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"cpu":"500m","memory":"256Mi"}},"volumeMounts":[{"name":"data","mountPath":"/data"},{"name":"tmp","mountPath":"/tmp"}]}]}}`
	if err := json.Unmarshal([]byte(text), &pod); err != nil {
		panic(err)
	}
	return &pod
}

func BenchmarkOrdinaryPod(b *testing.B) {
	p := newPlane(b)
	s, ctx := p.resources["Pod"].Strategy, context.Background()
	pod := ordinaryPod()
	b.ReportAllocs()
	for b.Loop() {
		p.scheme.Default(pod)
		s.PrepareForCreate(ctx, pod)
		if errs := s.Validate(ctx, pod); len(errs) > 0 {
			b.Fatal(errs)
		}
		s.WarningsOnCreate(ctx, pod)
	}
}

func BenchmarkOrdinaryJob(b *testing.B) {
	p := newPlane(b)
	s, ctx := p.resources["Job"].Strategy, context.Background()
	pod := ordinaryPod()
	job := &batchv1.Job{Spec: batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: pod.Spec}}}
	job.Name, job.Namespace, job.UID = "image-processor", "default", "a"
	b.ReportAllocs()
	for b.Loop() {
		p.scheme.Default(job)
		s.PrepareForCreate(ctx, job)
		if errs := s.Validate(ctx, job); len(errs) > 0 {
			b.Fatal(errs)
		}
		s.WarningsOnCreate(ctx, job)
	}
}

func BenchmarkPodStatusUpdate(b *testing.B) {
	p := newPlane(b)
	s, ctx := p.resources["Pod"].Status, context.Background()
	old := ordinaryPod()
	p.scheme.Default(old)
	old.ResourceVersion = "1"
	pod := old.DeepCopy()
	pod.Status.Phase = corev1.PodRunning
	b.ReportAllocs()
	for b.Loop() {
		s.PrepareForUpdate(ctx, pod, old)
		if errs := s.ValidateUpdate(ctx, pod, old); len(errs) > 0 {
			b.Fatal(errs)
		}
	}
}

// BenchmarkPodFinalizerRemoval is the update that every pod of a Job gets when it was counted.
func BenchmarkPodFinalizerRemoval(b *testing.B) {
	p := newPlane(b)
	s, ctx := p.resources["Pod"].Strategy, context.Background()
	old := ordinaryPod()
	p.scheme.Default(old)
	old.ResourceVersion = "1"
	pod := old.DeepCopy()
	pod.Finalizers = nil
	b.ReportAllocs()
	for b.Loop() {
		s.PrepareForUpdate(ctx, pod, old)
		if errs := s.ValidateUpdate(ctx, pod, old); len(errs) > 0 {
			b.Fatal(errs)
		}
	}
}
