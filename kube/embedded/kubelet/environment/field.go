package environment

import (
	"fmt"
	"math"
	"sort"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apiresource "k8s.io/apimachinery/pkg/api/resource"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/node"
)

// Field returns a field of the downward API, such as metadata.labels['x'] or status.podIP.
func (p *Pod) Field(path string) (string, error) {
	obj := p.Object
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
		return p.IP, nil
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

// ResourceField returns a resource such as limits.cpu, in units of its divisor, rounded up. A limit that is not set is the node's.
func (p *Pod) ResourceField(spec *corev1.Container, ref *corev1.ResourceFieldSelector) (string, error) {
	if ref.ContainerName != "" && ref.ContainerName != spec.Name {
		spec = nil
		for _, c := range p.Containers {
			if c.Name == ref.ContainerName {
				spec = c
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
		q = map[string]apiresource.Quantity{
			"cpu": apiresource.MustParse("8"), "memory": apiresource.MustParse("32Gi"), "ephemeral-storage": apiresource.MustParse("100Gi"),
		}[name]
	}
	divisor := ref.Divisor
	if divisor.IsZero() {
		divisor = apiresource.MustParse("1")
	}
	if name == "cpu" {
		return strconv.FormatInt(int64(math.Ceil(float64(q.MilliValue())/float64(divisor.MilliValue()))), 10), nil
	}
	return strconv.FormatInt(int64(math.Ceil(float64(q.Value())/float64(divisor.Value()))), 10), nil
}
