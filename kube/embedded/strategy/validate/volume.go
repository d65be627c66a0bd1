package validate

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

const (
	fileMode  = "must be a number between 0 and 0777 (octal), both inclusive"
	emptyMode = "must be a number between 0 and 01777 (octal), both inclusive"
)

// volumes checks the volumes of a pod and returns those that are valid, by name. meta is nil for a pod template.
func volumes(e *errs, p *field.Path, list []corev1.Volume, meta *metav1.ObjectMeta) map[string]*corev1.VolumeSource {
	if len(list) == 0 {
		return nil
	}
	made := make(map[string]bool) // claims that ephemeral volumes of this pod make
	for i := range list {
		if meta != nil && meta.Name != "" && list[i].Ephemeral != nil {
			made[meta.Name+"-"+list[i].Name] = true
		}
	}
	valid := make(map[string]*corev1.VolumeSource, len(list))
	for i := range list {
		v, at := &list[i], p.Child("volumes").Index(i)
		before := len(e.list)
		volumeSource(e, at, v, meta)
		if v.Name == "" {
			e.required(at.Child("name"), "")
		} else {
			dnsLabel(e, at, "name", v.Name)
		}
		if valid[v.Name] != nil {
			e.duplicate(at.Child("name"), v.Name)
		}
		if len(e.list) == before {
			valid[v.Name] = &v.VolumeSource
		}
		if v.PersistentVolumeClaim != nil && made[v.PersistentVolumeClaim.ClaimName] {
			e.invalid(at.Child("persistentVolumeClaim", "claimName"), v.PersistentVolumeClaim.ClaimName,
				"must not reference a PVC that gets created for an ephemeral volume")
		}
	}
	return valid
}

// sources lets a volume have one source, and checks that one only.
type sources struct {
	*errs
	at    *field.Path
	found bool
}

// is tells whether the source called child, when set, is the first: one to check.
func (s *sources) is(child string, set bool) bool {
	if !set {
		return false
	}
	if s.found {
		s.forbidden(s.at.Child(child), "may not specify more than 1 volume type")
		return false
	}
	s.found = true
	return true
}

func volumeSource(e *errs, p *field.Path, v *corev1.Volume, meta *metav1.ObjectMeta) {
	s := &sources{errs: e, at: p}
	if s.is("emptyDir", v.EmptyDir != nil) && v.EmptyDir.SizeLimit != nil && v.EmptyDir.SizeLimit.Sign() < 0 {
		e.forbidden(p.Child("emptyDir", "sizeLimit"), "SizeLimit field must be a valid resource quantity")
	}
	if s.is("hostPath", v.HostPath != nil) {
		hostPath(e, p.Child("hostPath"), v.HostPath)
	}
	if s.is("secret", v.Secret != nil) {
		at := p.Child("secret")
		if v.Secret.SecretName == "" {
			e.required(at.Child("secretName"), "")
		}
		modeAndItems(e, at, v.Secret.DefaultMode, v.Secret.Items)
	}
	if s.is("nfs", v.NFS != nil) {
		nfs(e, p.Child("nfs"), v.NFS)
	}
	storage(s, v)
	if s.is("persistentVolumeClaim", v.PersistentVolumeClaim != nil) && v.PersistentVolumeClaim.ClaimName == "" {
		e.required(p.Child("persistentVolumeClaim", "claimName"), "")
	}
	// The spelling of this name is upstream's.
	if s.is("downwarAPI", v.DownwardAPI != nil) {
		downwardAPI(e, p.Child("downwardAPI"), v.DownwardAPI)
	}
	if s.is("configMap", v.ConfigMap != nil) {
		at := p.Child("configMap")
		if v.ConfigMap.Name == "" {
			e.required(at.Child("name"), "")
		}
		modeAndItems(e, at, v.ConfigMap.DefaultMode, v.ConfigMap.Items)
	}
	if s.is("projected", v.Projected != nil) {
		projected(e, p.Child("projected"), v.Projected)
	}
	if s.is("csi", v.CSI != nil) {
		csi(e, p.Child("csi"), v.CSI)
	}
	if s.is("ephemeral", v.Ephemeral != nil) {
		ephemeral(e, p, v, meta)
	}
	if s.is("image", v.Image != nil) {
		at := p.Child("image")
		if v.Image.Reference == "" {
			e.required(at.Child("reference"), "")
		}
		oneOfRequired(e, at, "pullPolicy", v.Image.PullPolicy, corev1.PullAlways, corev1.PullIfNotPresent, corev1.PullNever)
	}
	if !s.found {
		e.required(p, "must specify a volume type")
	}
}

func hostPath(e *errs, p *field.Path, h *corev1.HostPathVolumeSource) {
	if h.Path == "" {
		e.required(p.Child("path"), "")
		return
	}
	noBacksteps(e, p.Child("path"), h.Path)
	if h.Type != nil {
		oneOf(e, p, "type", *h.Type, corev1.HostPathUnset, corev1.HostPathBlockDev, corev1.HostPathCharDev, corev1.HostPathDirectory,
			corev1.HostPathDirectoryOrCreate, corev1.HostPathFile, corev1.HostPathFileOrCreate, corev1.HostPathSocket)
	}
}

func mode(e *errs, p *field.Path, child string, m *int32) {
	if m != nil && (*m < 0 || *m > 0o777) {
		e.invalid(p.Child(child), *m, fileMode)
	}
}

func modeAndItems(e *errs, p *field.Path, defaultMode *int32, items []corev1.KeyToPath) {
	mode(e, p, "defaultMode", defaultMode)
	for i := range items {
		keyToPath(e, p.Child("items").Index(i), &items[i])
	}
}

func keyToPath(e *errs, p *field.Path, k *corev1.KeyToPath) {
	if k.Key == "" {
		e.required(p.Child("key"), "")
	}
	if k.Path == "" {
		e.required(p.Child("path"), "")
	}
	localPath(e, p.Child("path"), k.Path)
	mode(e, p, "mode", k.Mode)
}

func downwardAPI(e *errs, p *field.Path, d *corev1.DownwardAPIVolumeSource) {
	mode(e, p, "defaultMode", d.DefaultMode)
	for i := range d.Items {
		downwardFile(e, p, &d.Items[i])
	}
}

func downwardFile(e *errs, p *field.Path, f *corev1.DownwardAPIVolumeFile) {
	if f.Path == "" {
		e.required(p.Child("path"), "")
	}
	localPath(e, p.Child("path"), f.Path)
	switch {
	case f.FieldRef != nil:
		fieldRef(e, p.Child("fieldRef"), f.FieldRef, volumeFields)
		if f.ResourceFieldRef != nil {
			e.invalid(p, "resource", "fieldRef and resourceFieldRef can not be specified simultaneously")
		}
	case f.ResourceFieldRef != nil:
		resourceFieldRef(e, p.Child("resourceFieldRef"), f.ResourceFieldRef, true)
	default:
		e.required(p, "one of fieldRef and resourceFieldRef is required")
	}
	mode(e, p, "mode", f.Mode)
}
