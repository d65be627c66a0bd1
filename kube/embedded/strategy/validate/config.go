package validate

import (
	"encoding/json"
	"maps"
	"reflect"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

const immutableSet = "field is immutable when `immutable` is set"

// ConfigMap checks a ConfigMap.
func ConfigMap(c *corev1.ConfigMap) field.ErrorList {
	e := &errs{}
	configMap(e, c)
	return e.list
}

func configMap(e *errs, c *corev1.ConfigMap) {
	objectMeta(e, &c.ObjectMeta)
	size := 0
	for _, k := range slices.Sorted(maps.Keys(c.Data)) {
		e.each(field.NewPath("data").Key(k), k, validation.IsConfigMapKey(k))
		if _, ok := c.BinaryData[k]; ok {
			e.invalid(field.NewPath("data").Key(k), k, "duplicate of key present in binaryData")
		}
		size += len(c.Data[k])
	}
	for _, k := range slices.Sorted(maps.Keys(c.BinaryData)) {
		e.each(field.NewPath("binaryData").Key(k), k, validation.IsConfigMapKey(k))
		size += len(c.BinaryData[k])
	}
	if size > corev1.MaxSecretSize {
		e.list = append(e.list, field.TooLong(field.NewPath(""), "", corev1.MaxSecretSize))
	}
}

// ConfigMapUpdate checks an update of a ConfigMap, which changes nothing once it is immutable.
func ConfigMapUpdate(c, old *corev1.ConfigMap) field.ErrorList {
	e := &errs{}
	objectMetaUpdate(e, &c.ObjectMeta, &old.ObjectMeta)
	if old.Immutable != nil && *old.Immutable {
		if c.Immutable == nil || !*c.Immutable {
			e.forbidden(field.NewPath("immutable"), immutableSet)
		}
		if !maps.Equal(c.Data, old.Data) {
			e.forbidden(field.NewPath("data"), immutableSet)
		}
		if !sameBytes(c.BinaryData, old.BinaryData) {
			e.forbidden(field.NewPath("binaryData"), immutableSet)
		}
	}
	configMap(e, c)
	return e.list
}

func sameBytes(a, b map[string][]byte) bool {
	return len(a)+len(b) == 0 || reflect.DeepEqual(a, b)
}

// Secret checks a Secret: its keys, its size, and the keys that its type needs.
func Secret(s *corev1.Secret) field.ErrorList {
	e := &errs{}
	secret(e, s)
	return e.list
}

func secret(e *errs, s *corev1.Secret) {
	objectMeta(e, &s.ObjectMeta)
	data, size := field.NewPath("data"), 0
	for _, k := range slices.Sorted(maps.Keys(s.Data)) {
		e.each(data.Key(k), k, validation.IsConfigMapKey(k))
		size += len(s.Data[k])
	}
	if size > corev1.MaxSecretSize {
		e.list = append(e.list, field.TooLong(data, "", corev1.MaxSecretSize))
	}
	has := func(key string) bool { _, ok := s.Data[key]; return ok }
	need := func(key string, ok bool) {
		if !ok {
			e.required(data.Key(key), "")
		}
	}
	object := func(key string) {
		need(key, has(key))
		if err := json.Unmarshal(s.Data[key], &map[string]any{}); has(key) && err != nil {
			e.invalid(data.Key(key), "<secret contents redacted>", err.Error())
		}
	}
	switch s.Type {
	case corev1.SecretTypeServiceAccountToken:
		if s.Annotations[corev1.ServiceAccountNameKey] == "" {
			e.required(metadata.Child("annotations").Key(corev1.ServiceAccountNameKey), "")
		}
	case corev1.SecretTypeDockercfg:
		object(corev1.DockerConfigKey)
	case corev1.SecretTypeDockerConfigJson:
		object(corev1.DockerConfigJsonKey)
	case corev1.SecretTypeBasicAuth:
		some := has(corev1.BasicAuthUsernameKey) || has(corev1.BasicAuthPasswordKey)
		need(corev1.BasicAuthUsernameKey, some)
		need(corev1.BasicAuthPasswordKey, some)
	case corev1.SecretTypeSSHAuth:
		need(corev1.SSHAuthPrivateKey, len(s.Data[corev1.SSHAuthPrivateKey]) > 0)
	case corev1.SecretTypeTLS:
		need(corev1.TLSCertKey, has(corev1.TLSCertKey))
		need(corev1.TLSPrivateKeyKey, has(corev1.TLSPrivateKeyKey))
	}
}

// SecretUpdate checks an update of a Secret, whose type never changes.
func SecretUpdate(s, old *corev1.Secret) field.ErrorList {
	e := &errs{}
	objectMetaUpdate(e, &s.ObjectMeta, &old.ObjectMeta)
	if s.Type != old.Type {
		e.invalid(field.NewPath("type"), s.Type, "field is immutable")
	}
	if old.Immutable != nil && *old.Immutable {
		if s.Immutable == nil || !*s.Immutable {
			e.forbidden(field.NewPath("immutable"), immutableSet)
		}
		if !sameBytes(s.Data, old.Data) {
			e.forbidden(field.NewPath("data"), immutableSet)
		}
	}
	secret(e, s)
	return e.list
}
