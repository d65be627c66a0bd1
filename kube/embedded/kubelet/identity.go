package kubelet

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/environment"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/image"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox"
)

// imageUser is the user of images that are not known, where root is refused: they are taken to have been made for that.
const imageUser = 65532

// identity is the user and groups that a container runs as. It fails in upstream's words where that were root against the
// container's own policy.
func (c *container) identity(cfg *sandbox.Config) error {
	var user, group *int64
	var nonRoot *bool
	if sc := c.pod.obj.Spec.SecurityContext; sc != nil {
		user, group, nonRoot = sc.RunAsUser, sc.RunAsGroup, sc.RunAsNonRoot
		cfg.Groups = slices.Clone(sc.SupplementalGroups)
		if sc.FSGroup != nil {
			cfg.Groups = append(cfg.Groups, *sc.FSGroup)
		}
	}
	if sc := c.spec.SecurityContext; sc != nil {
		user, group, nonRoot = either(sc.RunAsUser, user), either(sc.RunAsGroup, group), either(sc.RunAsNonRoot, nonRoot)
	}
	if group != nil {
		cfg.GID = *group
	}
	if user != nil {
		cfg.UID = *user
	}
	if nonRoot == nil || !*nonRoot || cfg.UID != 0 {
		return nil
	}
	fault := ""
	switch {
	case user != nil:
		fault = "container's runAsUser breaks non-root policy"
	case image.IsBase(c.spec.Image):
		fault = "container has runAsNonRoot and image will run as root"
	default:
		cfg.UID = imageUser
		return nil
	}
	return environment.Missing(fmt.Sprintf("%s (pod: %q, container: %s)", fault, c.pod.title(), c.spec.Name))
}

// tokenMode is the mode of a projected token: only its user's where all containers have the same one, or its group is to be fsGroup.
func (p *pod) tokenMode(volumes *int32) fs.FileMode {
	pods := p.obj.Spec.SecurityContext
	if pods != nil && pods.FSGroup != nil {
		return 0o600
	}
	var common *int64
	for i, c := range p.containers {
		var user *int64
		if pods != nil {
			user = pods.RunAsUser
		}
		if sc := c.spec.SecurityContext; sc != nil {
			user = either(sc.RunAsUser, user)
		}
		if user == nil || i > 0 && *user != *common {
			return fileMode(nil, volumes)
		}
		common = user
	}
	return 0o600
}

// either is what a container says for itself, else what its pod does.
func either[T any](own, pods *T) *T {
	if own != nil {
		return own
	}
	return pods
}
