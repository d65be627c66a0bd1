package serve_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/tools/cache"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// herd is the objects of one kind and who changes them: one writer, whose choices a seed makes.
type herd struct {
	kind     string
	informer func(informers.SharedInformerFactory) cache.SharedIndexInformer
	create   func(name string) error
	change   func(name string) error
	remove   func(name string) error
	stored   func() map[string]resource.Object // by cache key

	rand  *rand.Rand
	names []string
	made  int
}

// herdOf is a herd of objects that are made with a name and changed by chance.
func herdOf[T resource.Object](kind string, random *rand.Rand, objects resource.Interface[T], object func(name string) T,
	change func(T), informer func(informers.SharedInformerFactory) cache.SharedIndexInformer,
) *herd {
	return &herd{
		kind: kind, informer: informer, rand: random,
		create: func(name string) error {
			_, err := objects.Create(object(name))
			return err
		},
		change: func(name string) error {
			stored, err := objects.Get(metav1.NamespaceDefault, name)
			if err != nil {
				return err
			}
			changed := stored.DeepCopyObject().(T)
			change(changed)
			_, err = objects.Update(changed)
			return err
		},
		remove: func(name string) error {
			background := metav1.DeletePropagationBackground
			return objects.Delete(metav1.NamespaceDefault, name, metav1.DeleteOptions{PropagationPolicy: &background})
		},
		stored: func() map[string]resource.Object {
			all := map[string]resource.Object{}
			for _, o := range objects.List(metav1.NamespaceDefault) {
				all[o.GetNamespace()+"/"+o.GetName()] = o
			}
			return all
		},
	}
}

// grow makes objects.
func (h *herd) grow(n int) error {
	for range n {
		name := fmt.Sprintf("object-%d", h.made)
		if err := h.create(name); err != nil {
			return fmt.Errorf("create %s %s: %w", h.kind, name, err)
		}
		h.made++
		h.names = append(h.names, name)
	}
	return nil
}

// write makes changes: most are updates, and objects come and go, sometimes under the name of one that was there before.
func (h *herd) write(changes int) error {
	for range changes {
		at := h.rand.IntN(len(h.names))
		name := h.names[at]
		var err error
		switch h.rand.IntN(10) {
		case 0:
			err = h.remove(name)
			h.names = slices.Delete(h.names, at, at+1)
		case 1:
			err = h.grow(1)
		case 2:
			if err = h.remove(name); err == nil {
				err = h.create(name)
			}
		default:
			err = h.change(name)
		}
		if err != nil {
			return fmt.Errorf("change %s %s: %w", h.kind, name, err)
		}
	}
	return nil
}

// writeAll lets all herds change at the same time.
func writeAll(t *testing.T, herds []*herd, changes int) {
	t.Helper()
	var writers sync.WaitGroup
	errs := make([]error, len(herds))
	for i, h := range herds {
		writers.Go(func() { errs[i] = h.write(changes) })
	}
	writers.Wait()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// newHerds are herds of Jobs, pods and ConfigMaps, without objects yet.
func newHerds(client resource.Client, seed uint64) []*herd {
	var randoms [3]*rand.Rand
	for i := range randoms {
		randoms[i] = rand.New(rand.NewPCG(seed, uint64(i)))
	}
	return []*herd{
		herdOf("Job", randoms[0], client.Jobs(), labJob,
			func(j *batchv1.Job) { j.Labels = map[string]string{"is": fmt.Sprint(randoms[0].Uint64())} },
			func(f informers.SharedInformerFactory) cache.SharedIndexInformer {
				return f.Batch().V1().Jobs().Informer()
			}),
		herdOf("Pod", randoms[1], client.Pods(), labPod,
			func(p *corev1.Pod) { p.Annotations = map[string]string{"is": fmt.Sprint(randoms[1].Uint64())} },
			func(f informers.SharedInformerFactory) cache.SharedIndexInformer {
				return f.Core().V1().Pods().Informer()
			}),
		herdOf("ConfigMap", randoms[2], client.ConfigMaps(), labConfig,
			func(c *corev1.ConfigMap) {
				noise := make([]byte, 8<<10) // too much to be read in one piece, and not to be compressed
				for i := range noise {
					noise[i] = byte(randoms[2].Uint32())
				}
				c.BinaryData = map[string][]byte{"is": noise}
			},
			func(f informers.SharedInformerFactory) cache.SharedIndexInformer {
				return f.Core().V1().ConfigMaps().Informer()
			}),
	}
}

func labJob(name string) *batchv1.Job {
	return &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: metav1.NamespaceDefault},
		Spec: batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
			RestartPolicy: corev1.RestartPolicyNever,
			Containers:    []corev1.Container{{Name: "main", Image: "busybox", Command: []string{"sh", "-c", "echo hello"}}},
		}}},
	}
}

func labPod(name string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: metav1.NamespaceDefault},
		Spec:       labJob(name).Spec.Template.Spec,
	}
}

func labConfig(name string) *corev1.ConfigMap {
	return &corev1.ConfigMap{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: metav1.NamespaceDefault},
	}
}
