package kubelet

import (
	"fmt"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/node"
)

// missing is an error about what a container is not made for, such as an object or key that it needs and that does not exist,
// in the kubelet's words.
type missing string

func (m missing) Error() string { return string(m) }

type envVar struct{ name, value string }

// environment resolves a container's variables: envFrom first, then env in order, each seeing those before it.
func (c *container) environment() ([]envVar, error) {
	p := c.pod
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
	for i := range c.spec.EnvFrom {
		from := &c.spec.EnvFrom[i]
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
	for i := range c.spec.Env {
		e := &c.spec.Env[i]
		value := expand(e.Value, values)
		if e.ValueFrom != nil {
			v, found, err := c.valueFrom(e.ValueFrom)
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
	env := make([]envVar, len(order))
	for i, name := range order {
		env[i] = envVar{name, values[name]}
	}
	return env, nil
}

// source is the data of a ConfigMap or Secret that envFrom names.
func (p *pod) source(from *corev1.EnvFromSource) (map[string]string, error) {
	data := map[string]string{}
	switch {
	case from.ConfigMapRef != nil:
		cm, err := p.k.client.ConfigMaps().Get(p.key.Namespace, from.ConfigMapRef.Name)
		if err != nil {
			return data, unless(from.ConfigMapRef.Optional, missing(fmt.Sprintf("configmap %q not found", from.ConfigMapRef.Name)))
		}
		for key, value := range cm.Data {
			data[key] = value
		}
	case from.SecretRef != nil:
		s, err := p.k.client.Secrets().Get(p.key.Namespace, from.SecretRef.Name)
		if err != nil {
			return data, unless(from.SecretRef.Optional, missing(fmt.Sprintf("secret %q not found", from.SecretRef.Name)))
		}
		for key, value := range s.Data {
			data[key] = string(value)
		}
	}
	return data, nil
}

func unless(optional *bool, err error) error {
	if optional != nil && *optional {
		return nil
	}
	return err
}

func (c *container) valueFrom(from *corev1.EnvVarSource) (value string, found bool, err error) {
	p := c.pod
	switch {
	case from.FieldRef != nil:
		value, err = p.field(from.FieldRef.FieldPath)
		return value, true, err
	case from.ResourceFieldRef != nil:
		value, err = p.resourceField(c.spec, from.ResourceFieldRef)
		return value, true, err
	case from.ConfigMapKeyRef != nil:
		ref := from.ConfigMapKeyRef
		cm, err := p.k.client.ConfigMaps().Get(p.key.Namespace, ref.Name)
		if err != nil {
			return "", false, unless(ref.Optional, missing(fmt.Sprintf("configmap %q not found", ref.Name)))
		}
		value, ok := cm.Data[ref.Key]
		if !ok {
			return "", false, unless(ref.Optional, missing(fmt.Sprintf("couldn't find key %v in ConfigMap %v/%v", ref.Key, p.key.Namespace, ref.Name)))
		}
		return value, true, nil
	case from.SecretKeyRef != nil:
		ref := from.SecretKeyRef
		s, err := p.k.client.Secrets().Get(p.key.Namespace, ref.Name)
		if err != nil {
			return "", false, unless(ref.Optional, missing(fmt.Sprintf("secret %q not found", ref.Name)))
		}
		value, ok := s.Data[ref.Key]
		if !ok {
			return "", false, unless(ref.Optional, missing(fmt.Sprintf("couldn't find key %v in Secret %v/%v", ref.Key, p.key.Namespace, ref.Name)))
		}
		return string(value), true, nil
	}
	return "", false, nil
}

// field is a downward API field such as metadata.labels['x'] or status.podIP.
func (p *pod) field(path string) (string, error) {
	obj := p.obj
	if base, key, ok := strings.Cut(path, "['"); ok && strings.HasSuffix(key, "']") {
		key = strings.TrimSuffix(key, "']")
		switch base {
		case "metadata.labels":
			return obj.Labels[key], nil
		case "metadata.annotations":
			return obj.Annotations[key], nil
		}
	}
	switch path {
	case "metadata.name":
		return obj.Name, nil
	case "metadata.namespace":
		return obj.Namespace, nil
	case "metadata.uid":
		return string(obj.UID), nil
	case "metadata.labels":
		return fieldMap(obj.Labels), nil
	case "metadata.annotations":
		return fieldMap(obj.Annotations), nil
	case "spec.nodeName":
		return obj.Spec.NodeName, nil
	case "spec.serviceAccountName":
		return obj.Spec.ServiceAccountName, nil
	case "status.hostIP", "status.hostIPs":
		return node.IP, nil
	case "status.podIP", "status.podIPs":
		return p.ip, nil
	}
	return "", fmt.Errorf("unsupported fieldPath: %v", path)
}

func fieldMap(m map[string]string) string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var sb strings.Builder
	for i, k := range keys {
		if i > 0 {
			sb.WriteByte('\n')
		}
		fmt.Fprintf(&sb, "%s=%q", k, m[k])
	}
	return sb.String()
}

// resourceField is limits.cpu and the like, in units of its divisor, rounded up. A limit that is not set is the node's.
func (p *pod) resourceField(spec *corev1.Container, ref *corev1.ResourceFieldSelector) (string, error) {
	if ref.ContainerName != "" && ref.ContainerName != spec.Name {
		spec = nil
		for _, c := range p.containers {
			if c.spec.Name == ref.ContainerName {
				spec = c.spec
			}
		}
		if spec == nil {
			return "", fmt.Errorf("container %s not found", ref.ContainerName)
		}
	}
	kind, name, _ := strings.Cut(ref.Resource, ".")
	list := spec.Resources.Requests
	if kind == "limits" {
		list = spec.Resources.Limits
	}
	q, ok := list[corev1.ResourceName(name)]
	if !ok && kind == "limits" {
		q = map[string]resource.Quantity{
			"cpu": resource.MustParse("8"), "memory": resource.MustParse("32Gi"), "ephemeral-storage": resource.MustParse("100Gi"),
		}[name]
	}
	divisor := ref.Divisor
	if divisor.IsZero() {
		divisor = resource.MustParse("1")
	}
	if name == "cpu" {
		return strconv.FormatInt(int64(math.Ceil(float64(q.MilliValue())/float64(divisor.MilliValue()))), 10), nil
	}
	return strconv.FormatInt(int64(math.Ceil(float64(q.Value())/float64(divisor.Value()))), 10), nil
}

// expand replaces $(NAME) by variables; $$ stands for $, and what is not defined stays as it is.
func expand(text string, values map[string]string) string {
	return expandEach(text, func(name string) string {
		if value, ok := values[name]; ok {
			return value
		}
		return "$(" + name + ")"
	})
}

// undefined lists the variables that text refers to and that have no value, ordered by name.
func undefined(text string, values map[string]string) []string {
	var names []string
	expandEach(text, func(name string) string {
		if values[name] == "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
		return ""
	})
	sort.Strings(names)
	return names
}

func expandEach(text string, value func(name string) string) string {
	if !strings.Contains(text, "$") {
		return text
	}
	var sb strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '$' || i+1 == len(text) {
			sb.WriteByte(text[i])
			continue
		}
		switch text[i+1] {
		case '$':
			sb.WriteByte('$')
			i++
		case '(':
			end := strings.IndexByte(text[i:], ')')
			if end < 0 {
				sb.WriteByte('$')
				continue
			}
			sb.WriteString(value(text[i+2 : i+end]))
			i += end
		default:
			sb.WriteByte('$')
		}
	}
	return sb.String()
}
