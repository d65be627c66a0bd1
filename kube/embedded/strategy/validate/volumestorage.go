package validate

import (
	"fmt"
	"path"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// storage checks volumes of storage systems: that they are the only source, and name what they mean. Upstream knows more
// about each of them; nothing here could mount one.
func storage(s *sources, v *corev1.Volume) {
	need := func(at, key, value string) {
		if value == "" {
			s.required(s.at.Child(at, key), "")
		}
	}
	if s.is("gitRepo", v.GitRepo != nil) {
		need("gitRepo", "repository", v.GitRepo.Repository)
		descendingPath(s.errs, s.at.Child("gitRepo", "directory"), v.GitRepo.Directory)
	}
	if s.is("gcePersistentDisk", v.GCEPersistentDisk != nil) {
		need("persistentDisk", "pdName", v.GCEPersistentDisk.PDName)
	}
	if s.is("awsElasticBlockStore", v.AWSElasticBlockStore != nil) {
		need("awsElasticBlockStore", "volumeID", v.AWSElasticBlockStore.VolumeID)
	}
	if s.is("iscsi", v.ISCSI != nil) {
		need("iscsi", "targetPortal", v.ISCSI.TargetPortal)
		need("iscsi", "iqn", v.ISCSI.IQN)
	}
	if s.is("glusterfs", v.Glusterfs != nil) {
		need("glusterfs", "endpoints", v.Glusterfs.EndpointsName)
		need("glusterfs", "path", v.Glusterfs.Path)
	}
	if s.is("rbd", v.RBD != nil) {
		if len(v.RBD.CephMonitors) == 0 {
			s.required(s.at.Child("rbd", "monitors"), "")
		}
		need("rbd", "image", v.RBD.RBDImage)
	}
	if s.is("cephFS", v.CephFS != nil) && len(v.CephFS.Monitors) == 0 {
		s.required(s.at.Child("cephfs", "monitors"), "")
	}
	if s.is("cinder", v.Cinder != nil) {
		need("cinder", "volumeID", v.Cinder.VolumeID)
	}
	if s.is("flexVolume", v.FlexVolume != nil) {
		need("flexVolume", "driver", v.FlexVolume.Driver)
	}
	if s.is("azureFile", v.AzureFile != nil) {
		need("azureFile", "secretName", v.AzureFile.SecretName)
		need("azureFile", "shareName", v.AzureFile.ShareName)
	}
	if s.is("vsphereVolume", v.VsphereVolume != nil) {
		need("vsphereVolume", "volumePath", v.VsphereVolume.VolumePath)
	}
	if s.is("azureDisk", v.AzureDisk != nil) {
		need("azureDisk", "diskName", v.AzureDisk.DiskName)
		need("azureDisk", "diskURI", v.AzureDisk.DataDiskURI)
	}
	s.is("flocker", v.Flocker != nil)
	s.is("quobyte", v.Quobyte != nil)
	s.is("fc", v.FC != nil)
	s.is("photonPersistentDisk", v.PhotonPersistentDisk != nil)
	s.is("portworxVolume", v.PortworxVolume != nil)
	s.is("storageos", v.StorageOS != nil)
	s.is("scaleIO", v.ScaleIO != nil)
}

func nfs(e *errs, p *field.Path, n *corev1.NFSVolumeSource) {
	if n.Server == "" {
		e.required(p.Child("server"), "")
	}
	if n.Path == "" {
		e.required(p.Child("path"), "")
	}
	if !path.IsAbs(n.Path) {
		e.invalid(p.Child("path"), n.Path, "must be an absolute path")
	}
}

func csi(e *errs, p *field.Path, c *corev1.CSIVolumeSource) {
	if c.Driver == "" {
		e.required(p.Child("driver"), "")
	} else {
		if len(c.Driver) > 63 {
			e.list = append(e.list, field.TooLong(p.Child("driver"), "", 63))
		}
		e.each(p.Child("driver"), c.Driver, validation.IsDNS1123Subdomain(strings.ToLower(c.Driver)))
	}
	if c.NodePublishSecretRef != nil {
		if ref := c.NodePublishSecretRef.Name; ref == "" {
			e.required(p.Child("nodePublishSecretRef", "name"), "")
		} else {
			name(e, p, "name", ref)
		}
	}
}

func ephemeral(e *errs, p *field.Path, v *corev1.Volume, meta *metav1.ObjectMeta) {
	at := p.Child("ephemeral", "volumeClaimTemplate")
	if t := v.Ephemeral.VolumeClaimTemplate; t == nil {
		e.required(at, "")
	} else {
		annotations(e, at.Child("metadata"), t.Annotations)
		labels(e, at.Child("metadata"), "labels", t.Labels)
		onlyLabelsAndAnnotations(e, at.Child("metadata"), &t.ObjectMeta)
		claimSpec(e, at.Child("spec"), &t.Spec)
	}
	if meta != nil && meta.Name != "" && v.Name != "" {
		claim := meta.Name + "-" + v.Name
		for _, msg := range subdomain(claim, false) {
			e.invalid(p.Child("name"), v.Name, fmt.Sprintf("PVC name %q: %v", claim, msg))
		}
	}
}

// onlyLabelsAndAnnotations refuses metadata that a template cannot give, in the order of the fields.
func onlyLabelsAndAnnotations(e *errs, p *field.Path, m *metav1.ObjectMeta) {
	for _, f := range []struct {
		child string
		set   bool
	}{
		{"name", m.Name != ""},
		{"generateName", m.GenerateName != ""},
		{"namespace", m.Namespace != ""},
		//lint:ignore SA1019 upstream checks it too
		{"selfLink", m.SelfLink != ""},
		{"uID", m.UID != ""},
		{"resourceVersion", m.ResourceVersion != ""},
		{"generation", m.Generation != 0},
		{"creationTimestamp", !m.CreationTimestamp.IsZero()},
		{"deletionTimestamp", m.DeletionTimestamp != nil},
		{"deletionGracePeriodSeconds", m.DeletionGracePeriodSeconds != nil},
		{"ownerReferences", m.OwnerReferences != nil},
		{"finalizers", m.Finalizers != nil},
		{"managedFields", m.ManagedFields != nil},
	} {
		if f.set {
			e.forbidden(p.Child(f.child), "cannot be set")
		}
	}
}
