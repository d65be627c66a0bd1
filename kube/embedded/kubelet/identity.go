package kubelet

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/environment"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/image"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox"
)

// imageUser is the user of an unknown image where root is refused: the image is assumed to be made for that.
const imageUser = 65532

// identity sets the user and groups that a container runs as. It fails, in upstream's words, if that is root and the container refuses
// to run as root.
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
		user, group, nonRoot = cmp.Or(sc.RunAsUser, user), cmp.Or(sc.RunAsGroup, group), cmp.Or(sc.RunAsNonRoot, nonRoot)
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
