package kubelet

import (
	"fmt"
	"strconv"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/image"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/simulation"
)

const invalidImageName = "InvalidImageName"

// imageNamed reports whether the name of the image can be parsed. If it cannot, the container waits for ever.
func (c *container) imageNamed() bool {
	err := image.Check(c.spec.Image)
	if err == nil {
		return true
	}
	message := fmt.Sprintf("Failed to apply default image tag %q: couldn't parse image name %[1]q: %v", c.spec.Image, err)
	if c.state != waiting || c.reason != invalidImageName {
		c.pod.warn(c, "InspectFailed", "%s", message)
		c.pod.warn(c, "Failed", "Error: %s", invalidImageName)
	}
	c.wait(invalidImageName, message)
	return false
}

// pullImage reports whether the image is there. An annotation can let every pull fail.
func (c *container) pullImage() bool {
	p, now := c.pod, c.pod.k.clock.Now()
	name := c.spec.Image
	if !p.settings.PullFails {
		switch present := p.k.images[name]; {
		case c.spec.ImagePullPolicy == corev1.PullNever && !present, present && c.spec.ImagePullPolicy != corev1.PullAlways:
			p.normal(c, "Pulled", "Container image %q already present on machine and can be accessed by the pod", name)
		default:
			p.normal(c, "Pulling", "Pulling image %q", name)
			p.normal(c, "Pulled", "Successfully pulled image %q in 0s (0s including waiting). Image size: %d bytes.", name, image.Size(name))
		}
		p.k.images[name] = true
		return true
	}
	const cause = "simulated by the annotation " + simulation.ImagePull
	failed := "failed to pull image " + strconv.Quote(name) + ": " + cause
	if until := c.pull.until(c.pullAt); now.Before(until) {
		if now.Sub(c.pullAt) >= time.Second && c.reason != "ImagePullBackOff" {
			message := "Back-off pulling image " + strconv.Quote(name)
			p.normal(c, "BackOff", "%s", message)
			p.warn(c, "Failed", "Error: ImagePullBackOff")
			c.wait("ImagePullBackOff", message+": ErrImagePull: "+failed)
			p.k.enqueueAfter(p.key, until.Sub(now))
		}
		return false
	}
	p.normal(c, "Pulling", "Pulling image %q", name)
	p.warn(c, "Failed", "Failed to pull image %q: %s", name, cause)
	p.warn(c, "Failed", "Error: ErrImagePull")
	c.wait("ErrImagePull", failed)
	c.pull.next(now, now)
	c.pullAt = now
	p.k.enqueueAfter(p.key, time.Second)
	return false
}
