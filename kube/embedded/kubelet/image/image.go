// Package image derives all that is known of an image from its name: its program, its size, its digest. It asks no registry and pulls
// nothing.
package image

import (
	"crypto/sha256"
	_ "crypto/sha512" // a digest that an image's name may have
	"encoding/hex"
	"hash/fnv"
	"path"
	"strings"

	"github.com/distribution/reference"
)

// Check returns an error if the name of an image cannot be parsed.
func Check(image string) error {
	_, err := reference.ParseNormalizedNamed(image)
	return err
}

// Name returns the last part of an image's name, without tag and digest.
func Name(image string) string {
	name, _, _ := strings.Cut(image, "@")
	name = path.Base(name)
	name, _, _ = strings.Cut(name, ":")
	return name
}

// IsBase reports whether an image is little more than a shell, run as root.
func IsBase(image string) bool {
	switch Name(image) {
	case "busybox", "alpine", "debian", "ubuntu", "bash", "fedora", "centos", "amazonlinux":
		return true
	}
	return false
}

// Size returns a size in bytes that the image might have, always the same.
func Size(image string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(image))
	return 2_000_000 + int(h.Sum32()%200_000_000)
}

// ID returns the name with the digest by which a registry would know the image.
func ID(image string) string {
	name, _, _ := strings.Cut(image, "@")
	if slash := strings.LastIndexByte(name, '/'); strings.LastIndexByte(name, ':') > slash {
		name = name[:strings.LastIndexByte(name, ':')]
	}
	sum := sha256.Sum256([]byte(image))
	return name + "@sha256:" + hex.EncodeToString(sum[:])
}
