// Package environment resolves what a container's variables and files are made of: ConfigMaps, Secrets and the pod's own fields.
// It reads the API and writes nothing.
package environment

import (
	"fmt"
	"sort"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// Missing is an error about something that a container cannot be made without, such as an object or key that does not exist, in
// the kubelet's words.
type Missing string

func (m Missing) Error() string { return string(m) }

// Pod is what the environment of a pod's containers is made of.
type Pod struct {
	Client     resource.Client
	Object     *corev1.Pod
	IP         string
	Containers []*corev1.Container // all of the pod, init containers too
}

// Var is an environment variable of a container.
type Var struct{ Name, Value string }

// Of resolves a container's variables: envFrom first, then env in order, each seeing those before it.
func (p *Pod) Of(c *corev1.Container) ([]Var, error) {
	values := map[string]string{}
	var order []string
	set := func(name, value string) {
		if _, had := values[name]; !had {
			order = append(order, name)
		}
		values[name] = value
	}
	set("KUBERNETES_SERVICE_HOST", "10.96.0.1")
	set("KUBERNETES_SERVICE_PORT", "443")
	for i := range c.EnvFrom {
		from := &c.EnvFrom[i]
		data, err := p.source(from)
		if err != nil {
			return nil, err
		}
		keys := make([]string, 0, len(data))
		for key := range data {
			keys = append(keys, key)
		}
		sort.Strings(keys)
		for _, key := range keys {
			set(from.Prefix+key, data[key])
		}
	}
	for i := range c.Env {
		e := &c.Env[i]
		value := Expand(e.Value, values)
		if e.ValueFrom != nil {
			v, found, err := p.valueFrom(c, e.ValueFrom)
			if err != nil {
				return nil, err
			}
			if !found {
				continue
			}
			value = v
		}
		set(e.Name, value)
	}
	env := make([]Var, len(order))
	for i, name := range order {
		env[i] = Var{name, values[name]}
	}
	return env, nil
}

// source returns the data of a ConfigMap or Secret that envFrom names.
func (p *Pod) source(from *corev1.EnvFromSource) (map[string]string, error) {
	data := map[string]string{}
	switch {
	case from.ConfigMapRef != nil:
		cm, err := p.Client.ConfigMaps().Get(p.Object.Namespace, from.ConfigMapRef.Name)
		if err != nil {
			return data, Unless(from.ConfigMapRef.Optional, Missing(fmt.Sprintf("configmap %q not found", from.ConfigMapRef.Name)))
		}
		for key, value := range cm.Data {
			data[key] = value
		}
	case from.SecretRef != nil:
		s, err := p.Client.Secrets().Get(p.Object.Namespace, from.SecretRef.Name)
		if err != nil {
			return data, Unless(from.SecretRef.Optional, Missing(fmt.Sprintf("secret %q not found", from.SecretRef.Name)))
		}
		for key, value := range s.Data {
			data[key] = string(value)
		}
	}
	return data, nil
}

// Unless returns err, or nil if what is missing is optional.
func Unless(optional *bool, err error) error {
	if optional != nil && *optional {
		return nil
	}
	return err
}

func (p *Pod) valueFrom(c *corev1.Container, from *corev1.EnvVarSource) (value string, found bool, err error) {
	switch {
	case from.FieldRef != nil:
		value, err = p.Field(from.FieldRef.FieldPath)
		return value, true, err
	case from.ResourceFieldRef != nil:
		value, err = p.ResourceField(c, from.ResourceFieldRef)
		return value, true, err
	case from.ConfigMapKeyRef != nil:
		ref := from.ConfigMapKeyRef
		cm, err := p.Client.ConfigMaps().Get(p.Object.Namespace, ref.Name)
		if err != nil {
			return "", false, Unless(ref.Optional, Missing(fmt.Sprintf("configmap %q not found", ref.Name)))
		}
		value, ok := cm.Data[ref.Key]
		if !ok {
			return "", false, Unless(ref.Optional, Missing(fmt.Sprintf("couldn't find key %v in ConfigMap %v/%v", ref.Key, p.Object.Namespace, ref.Name)))
		}
		return value, true, nil
	case from.SecretKeyRef != nil:
		ref := from.SecretKeyRef
		s, err := p.Client.Secrets().Get(p.Object.Namespace, ref.Name)
		if err != nil {
			return "", false, Unless(ref.Optional, Missing(fmt.Sprintf("secret %q not found", ref.Name)))
		}
		value, ok := s.Data[ref.Key]
		if !ok {
			return "", false, Unless(ref.Optional, Missing(fmt.Sprintf("couldn't find key %v in Secret %v/%v", ref.Key, p.Object.Namespace, ref.Name)))
		}
		return string(value), true, nil
	}
	return "", false, nil
}
