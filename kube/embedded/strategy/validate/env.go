package validate

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

func envName(e *errs, p *field.Path, child, value string) {
	if !isEnvName(value) {
		e.each(p.Child(child), value, validation.IsRelaxedEnvVarName(value))
	}
}

func env(e *errs, p *field.Path, vars []corev1.EnvVar) {
	for i := range vars {
		v := &vars[i]
		if isEnvName(v.Name) && v.ValueFrom == nil {
			continue
		}
		at := p.Child("env").Index(i)
		if v.Name == "" {
			e.required(at.Child("name"), "")
		} else {
			envName(e, at, "name", v.Name)
		}
		if v.ValueFrom != nil {
			valueFrom(e, at.Child("valueFrom"), v)
		}
	}
}

func valueFrom(e *errs, p *field.Path, v *corev1.EnvVar) {
	sources, from := 0, v.ValueFrom
	if from.FieldRef != nil {
		sources++
		fieldRef(e, p.Child("fieldRef"), from.FieldRef, envFields)
	}
	if from.ResourceFieldRef != nil {
		sources++
		resourceFieldRef(e, p.Child("resourceFieldRef"), from.ResourceFieldRef, false)
	}
	if from.ConfigMapKeyRef != nil {
		sources++
		keyRef(e, p.Child("configMapKeyRef"), from.ConfigMapKeyRef.Name, from.ConfigMapKeyRef.Key)
	}
	if from.SecretKeyRef != nil {
		sources++
		keyRef(e, p.Child("secretKeyRef"), from.SecretKeyRef.Name, from.SecretKeyRef.Key)
	}
	if from.FileKeyRef != nil {
		sources++
		fileKeyRef(e, p.Child("fileKeyRef"), from.FileKeyRef)
	}
	switch {
	case sources == 0:
		e.invalid(p, "", "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`")
	case v.Value != "":
		e.invalid(p, "", "may not be specified when `value` is not empty")
	case sources > 1:
		e.invalid(p, "", "may not have more than one field specified at a time")
	}
}

func keyRef(e *errs, p *field.Path, object, key string) {
	name(e, p, "name", object)
	if key == "" {
		e.required(p.Child("key"), "")
		return
	}
	e.each(p.Child("key"), key, validation.IsConfigMapKey(key))
}

func fileKeyRef(e *errs, p *field.Path, s *corev1.FileKeySelector) {
	if s.Key == "" {
		e.required(p.Child("key"), "")
	} else {
		envName(e, p, "key", s.Key)
	}
	if s.VolumeName == "" {
		e.required(p.Child("volumeName"), "")
	} else {
		dnsLabel(e, p, "volumeName", s.VolumeName)
	}
	if s.Path == "" {
		e.required(p.Child("path"), "")
	} else {
		noBacksteps(e, p.Child("path"), s.Path)
	}
}

func envFrom(e *errs, p *field.Path, sources []corev1.EnvFromSource) {
	at := p.Child("envFrom")
	for i := range sources {
		s := &sources[i]
		if s.Prefix != "" {
			envName(e, at.Index(i), "prefix", s.Prefix)
		}
		reference := func(child, object string) {
			if object == "" {
				e.required(at.Index(i).Child(child).Child("name"), "")
				return
			}
			if !isSubdomain(object) {
				e.each(at.Index(i).Child(child).Child("name"), object, subdomain(object, true))
			}
		}
		if s.ConfigMapRef != nil {
			reference("configMapRef", s.ConfigMapRef.Name)
		}
		if s.SecretRef != nil {
			reference("secretRef", s.SecretRef.Name)
		}
		switch {
		case s.ConfigMapRef == nil && s.SecretRef == nil:
			e.invalid(at, "", "must specify one of: `configMapRef` or `secretRef`")
		case s.ConfigMapRef != nil && s.SecretRef != nil:
			e.invalid(at, "", "may not have more than one field specified at a time")
		}
	}
}

// Fields of the pod that the downward API hands out: to the environment, to files.
var (
	envFields = []string{
		"metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName",
		"status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs",
	}
	volumeFields = []string{"metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid"}
	// knownFields are those that have a meaning at all.
	knownFields = append([]string{
		"metadata.annotations", "metadata.labels", "spec.restartPolicy", "spec.schedulerName", "status.phase",
	}, envFields...)
)

func fieldRef(e *errs, p *field.Path, f *corev1.ObjectFieldSelector, allowed []string) {
	switch {
	case f.APIVersion == "":
		e.required(p.Child("apiVersion"), "")
		return
	case f.FieldPath == "":
		e.required(p.Child("fieldPath"), "")
		return
	}
	bad := func(format string, arg string) {
		e.invalid(p.Child("fieldPath"), f.FieldPath, "error converting fieldPath: "+fmt.Sprintf(format, arg))
	}
	if f.APIVersion != "v1" {
		bad("unsupported pod version: %s", f.APIVersion)
		return
	}
	if of, key, ok := subscript(f.FieldPath); ok {
		switch of {
		case "metadata.annotations":
			qualifiedName(e, p, strings.ToLower(key))
		case "metadata.labels":
			qualifiedName(e, p, key)
		default:
			bad("field label does not support subscript: %s", f.FieldPath)
		}
		return
	}
	label := f.FieldPath
	if label == "spec.host" {
		label = "spec.nodeName"
	}
	if !slices.Contains(knownFields, label) {
		bad("field label not supported: %s", f.FieldPath)
		return
	}
	// Upstream has the old name of spec.nodeName fail here too: it converts the label, then looks up the original.
	if !slices.Contains(allowed, label) {
		e.list = append(e.list, field.NotSupported(p.Child("fieldPath"), label, allowed))
	}
}

// subscript splits metadata.labels['key'].
func subscript(s string) (of, key string, ok bool) {
	inner, ok := strings.CutSuffix(s, "']")
	if !ok {
		return "", "", false
	}
	of, key, ok = strings.Cut(inner, "['")
	return of, key, ok && of != ""
}

var containerResources = []string{
	"limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage", "requests.memory",
}

func resourceFieldRef(e *errs, p *field.Path, r *corev1.ResourceFieldSelector, inVolume bool) {
	huge := strings.HasPrefix(r.Resource, "requests.hugepages-") || strings.HasPrefix(r.Resource, "limits.hugepages-")
	switch {
	case inVolume && r.ContainerName == "":
		e.required(p.Child("containerName"), "")
	case r.Resource == "":
		e.required(p.Child("resource"), "")
	case !huge && !slices.Contains(containerResources, r.Resource):
		e.list = append(e.list, field.NotSupported(p.Child("resource"), r.Resource, containerResources))
	}
	divisor(e, p.Child("divisor"), r.Resource, r.Divisor, huge)
}

const byteDivisors = "1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei"

func divisor(e *errs, p *field.Path, of string, d resource.Quantity, huge bool) {
	if d.IsZero() {
		return
	}
	what := map[string]string{"memory": "memory", "ephemeral-storage": "local ephemeral storage"}[strings.TrimPrefix(strings.TrimPrefix(of, "limits."), "requests.")]
	switch {
	case of == "limits.cpu" || of == "requests.cpu":
		if s := d.String(); s != "1" && s != "1m" {
			e.invalid(p, of, "only divisor's values 1m and 1 are supported with the cpu resource")
		}
		return
	case huge:
		what = "hugepages"
	case what == "":
		return
	}
	if !slices.Contains(strings.Split(byteDivisors, ", "), d.String()) {
		e.invalid(p, of, "only divisor's values "+byteDivisors+" are supported with the "+what+" resource")
	}
}
