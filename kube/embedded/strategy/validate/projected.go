package validate

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apivalidation "k8s.io/apimachinery/pkg/api/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
)

// projected checks a volume that several sources share, and that no two of them write the same file.
func projected(e *errs, p *field.Path, v *corev1.ProjectedVolumeSource) {
	mode(e, p, "defaultMode", v.DefaultMode)
	files := make(map[string]bool)
	write := func(file string, blame string) {
		if file == "" {
			return
		}
		if files[file] {
			e.invalid(p, blame, "conflicting duplicate paths")
		}
		files[file] = true
	}
	for i := range v.Sources {
		s, at := &v.Sources[i], p.Child("sources").Index(i)
		kinds := 0
		keyed := func(child, object string, items []corev1.KeyToPath) {
			kinds++
			if object == "" {
				e.required(at.Child(child).Child("name"), "")
			}
			for j := range items {
				keyToPath(e, at.Child(child).Child("items").Index(j), &items[j])
				write(items[j].Path, object)
			}
		}
		if s.Secret != nil {
			keyed("secret", s.Secret.Name, s.Secret.Items)
		}
		if s.ConfigMap != nil {
			keyed("configMap", s.ConfigMap.Name, s.ConfigMap.Items)
		}
		if s.DownwardAPI != nil {
			kinds++
			for j := range s.DownwardAPI.Items {
				f := &s.DownwardAPI.Items[j]
				downwardFile(e, at.Child("downwardAPI"), f)
				write(f.Path, f.Path)
			}
		}
		if s.ServiceAccountToken != nil {
			kinds++
			tokenSource(e, p, at.Child("serviceAccountToken"), s.ServiceAccountToken)
		}
		if s.ClusterTrustBundle != nil {
			kinds++
			trustBundle(e, at.Child("clusterTrustBundle"), s.ClusterTrustBundle)
			write(s.ClusterTrustBundle.Path, s.ClusterTrustBundle.Path)
		}
		if s.PodCertificate != nil {
			kinds++
			podCertificate(e, at.Child("podCertificate"), s.PodCertificate, func(file string) { write(file, file) })
		}
		if kinds > 1 {
			e.forbidden(at, "may not specify more than 1 volume type per source")
		}
	}
}

func tokenSource(e *errs, volume, p *field.Path, t *corev1.ServiceAccountTokenProjection) {
	switch exp := t.ExpirationSeconds; {
	case exp == nil:
		e.required(p.Child("expirationSeconds"), "")
	case *exp < 10*60:
		e.invalid(p.Child("expirationSeconds"), *exp, "may not specify a duration less than 10 minutes")
	case *exp > 1<<32:
		e.invalid(p.Child("expirationSeconds"), *exp, "may not specify a duration larger than 2^32 seconds")
	}
	if t.Path == "" {
		e.required(volume.Child("path"), "")
		return
	}
	localPath(e, volume.Child("path"), t.Path)
}

func trustBundle(e *errs, p *field.Path, b *corev1.ClusterTrustBundleProjection) {
	switch {
	case b.Name != nil && b.SignerName != nil:
		e.invalid(p, Internal(b), "only one of name and signerName may be used")
	case b.Name != nil:
		if *b.Name == "" {
			e.required(p.Child("name"), "must be a valid object name")
		}
		// Bundles of a signer have its name for a prefix, with its slash written as a colon.
		plain := (*b.Name)[strings.LastIndexByte(*b.Name, ':')+1:]
		for _, msg := range apivalidation.NameIsDNSSubdomain(plain, false) {
			e.invalid(p.Child("name"), *b.Name, fmt.Sprintf("not a valid clustertrustbundlename: %v", msg))
		}
		if b.LabelSelector != nil {
			e.invalid(p.Child("labelSelector"), b.LabelSelector, "labelSelector must be unset if name is specified")
		}
	case b.SignerName != nil:
		if *b.SignerName == "" {
			e.required(p.Child("signerName"), "must be a valid signer name")
		}
		labelSelector(e, p, "labelSelector", b.LabelSelector)
	default:
		e.required(p, "either name or signerName must be specified")
	}
	if b.Path == "" {
		e.required(p.Child("path"), "")
	}
	localPath(e, p.Child("path"), b.Path)
}

var certificateKeyTypes = []string{"RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"}

func podCertificate(e *errs, p *field.Path, c *corev1.PodCertificateProjection, write func(file string)) {
	if !slices.Contains(certificateKeyTypes, c.KeyType) {
		e.list = append(e.list, field.NotSupported(p.Child("keyType"), c.KeyType, certificateKeyTypes))
	}
	if c.MaxExpirationSeconds != nil && *c.MaxExpirationSeconds < 3600 {
		e.invalid(p.Child("maxExpirationSeconds"), *c.MaxExpirationSeconds, "if provided, maxExpirationSeconds must be >= 3600")
	}
	for _, f := range [...]struct{ child, file string }{
		{"credentialBundlePath", c.CredentialBundlePath}, {"keyPath", c.KeyPath}, {"certificateChainPath", c.CertificateChainPath},
	} {
		if f.file != "" {
			localPath(e, p.Child(f.child), f.file)
			write(f.file)
		}
	}
	if c.CredentialBundlePath == "" && c.KeyPath == "" && c.CertificateChainPath == "" {
		e.required(p, "specify at least one of credentialBundlePath, keyPath, and certificateChainPath")
	}
}
