package kubelet

import (
	_ "crypto/sha256" // the digests that an image's name may have
	_ "crypto/sha512"
	"fmt"
	"hash/fnv"
	"strconv"
	"time"

	"github.com/distribution/reference"
	corev1 "k8s.io/api/core/v1"
)

const invalidImageName = "InvalidImageName"

// imageNamed says whether the name of the image can be parsed. Where it cannot, nothing is pulled: the container waits for ever.
func (c *container) imageNamed() bool {
	image := c.spec.Image
	_, err := reference.ParseNormalizedNamed(image)
	if err == nil {
		return true
	}
	message := fmt.Sprintf("Failed to apply default image tag %q: couldn't parse image name %[1]q: %v", image, err)
	if c.state != waiting || c.reason != invalidImageName {
		c.pod.warn(c, "InspectFailed", "%s", message)
		c.pod.warn(c, "Failed", "Error: %s", invalidImageName)
	}
	c.wait(invalidImageName, message)
	return false
}

// pullImage says whether the image is there. Its annotation can have the pull fail, again and again.
func (c *container) pullImage() bool {
	p, now := c.pod, c.pod.k.clock.Now()
	image := c.spec.Image
	if !p.script.pullFails {
		switch present := p.k.images[image]; {
		case c.spec.ImagePullPolicy == corev1.PullNever && !present, present && c.spec.ImagePullPolicy != corev1.PullAlways:
			p.normal(c, "Pulled", "Container image %q already present on machine and can be accessed by the pod", image)
		default:
			p.normal(c, "Pulling", "Pulling image %q", image)
			p.normal(c, "Pulled", "Successfully pulled image %q in 0s (0s including waiting). Image size: %d bytes.", image, imageSize(image))
		}
		p.k.images[image] = true
		return true
	}
	const cause = "simulated by the annotation " + annotationImagePull
	failed := "failed to pull image " + strconv.Quote(image) + ": " + cause
	if until := c.pull.until(c.pullAt); now.Before(until) {
		if now.Sub(c.pullAt) >= time.Second && c.reason != "ImagePullBackOff" {
			message := "Back-off pulling image " + strconv.Quote(image)
			p.normal(c, "BackOff", "%s", message)
			p.warn(c, "Failed", "Error: ImagePullBackOff")
			c.wait("ImagePullBackOff", message+": ErrImagePull: "+failed)
			p.k.later(p.key, until.Sub(now))
		}
		return false
	}
	p.normal(c, "Pulling", "Pulling image %q", image)
	p.warn(c, "Failed", "Failed to pull image %q: %s", image, cause)
	p.warn(c, "Failed", "Error: ErrImagePull")
	c.wait("ErrImagePull", failed)
	c.pull.next(now, now)
	c.pullAt = now
	p.k.later(p.key, time.Second)
	return false
}

// imageSize is a size that the image might have, always the same.
func imageSize(image string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(image))
	return 2_000_000 + int(h.Sum32()%200_000_000)
}
