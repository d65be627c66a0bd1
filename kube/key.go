package kube

import (
	"cmp"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Kind is a kind of object that actions and views take, spelt as in a manifest.
type Kind string

// The kinds that actions and views take.
const (
	KindJob     Kind = "Job"
	KindCronJob Kind = "CronJob"
	KindPod     Kind = "Pod"
)

// KeyOf returns the key of an object.
func KeyOf(o metav1.Object) Key { return Key{o.GetNamespace(), o.GetName()} }

// Key is the namespace and name of an object. Its kind is known from the context.
type Key struct{ Namespace, Name string }

// String returns "namespace/name".
func (k Key) String() string { return k.Namespace + "/" + k.Name }

// CompareKeys orders keys by namespace, then by name, as [cmp.Compare] does.
func CompareKeys(a, b Key) int {
	return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
}
