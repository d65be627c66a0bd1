package defaults

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// pullPolicy is Always for an image tagged latest, or neither tagged nor pinned by digest, and IfNotPresent for others, a
// name that is no image reference included.
func pullPolicy(image string) corev1.PullPolicy {
	name, digest, pinned := strings.Cut(image, "@")
	// A colon before the last slash is the registry's port.
	slash := strings.LastIndexByte(name, '/')
	colon := strings.LastIndexByte(name, ':')
	tag := ""
	if colon > slash {
		name, tag = name[:colon], name[colon+1:]
		if !isTag(tag) {
			return corev1.PullIfNotPresent
		}
	}
	switch {
	case !isRepository(name), pinned && !isDigest(digest):
		return corev1.PullIfNotPresent
	case tag == "latest", tag == "" && !pinned:
		return corev1.PullAlways
	default:
		return corev1.PullIfNotPresent
	}
}

// isRepository tells whether the name is [host[:port]/]path, where a host has a dot, a port or an upper-case letter or is
// localhost, and path components are lower-case.
func isRepository(name string) bool {
	if name == "" || isHexID(name) {
		return false
	}
	path := name
	if host, rest, ok := strings.Cut(name, "/"); ok &&
		(strings.ContainsAny(host, ".:") || host == "localhost" || strings.ToLower(host) != host) {
		if !isHost(host) {
			return false
		}
		path = rest
	}
	if len(path) > 255 {
		return false
	}
	for part := range strings.SplitSeq(path, "/") {
		if !isPathComponent(part) {
			return false
		}
	}
	return true
}

// isHexID tells whether the name is 64 hexadecimal digits, which could be mistaken for an image ID.
func isHexID(name string) bool {
	return len(name) == 64 && strings.Trim(name, "0123456789abcdef") == ""
}

func isHost(host string) bool {
	if strings.HasPrefix(host, "[") { // an IPv6 address
		inner, port, ok := strings.Cut(host[1:], "]")
		return ok && inner != "" && strings.Trim(inner, "0123456789abcdefABCDEF:") == "" &&
			(port == "" || port[0] == ':' && isDigits(port[1:]))
	}
	host, port, hasPort := strings.Cut(host, ":")
	if hasPort && !isDigits(port) {
		return false
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		for i := range len(label) {
			if !isAlphanumeric(label[i]) && label[i] != '-' {
				return false
			}
		}
	}
	return true
}

// isPathComponent tells whether s is runs of lower-case letters and digits joined by ".", "_", "__" or dashes.
func isPathComponent(s string) bool {
	for i := 0; i < len(s); {
		start := i
		for i < len(s) && isLowerAlphanumeric(s[i]) {
			i++
		}
		if i == start {
			return false
		}
		if i == len(s) {
			return true
		}
		start = i
		for i < len(s) && !isLowerAlphanumeric(s[i]) {
			i++
		}
		sep := s[start:i]
		if sep != "." && sep != "_" && sep != "__" && strings.Trim(sep, "-") != "" {
			return false
		}
	}
	return false
}

func isTag(s string) bool {
	if s == "" || len(s) > 128 || s[0] == '.' || s[0] == '-' {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !isAlphanumeric(c) && c != '_' && c != '.' && c != '-' {
			return false
		}
	}
	return true
}

// isDigest tells whether s is ALGORITHM:HEX of a hash that registries use.
func isDigest(s string) bool {
	algorithm, hex, _ := strings.Cut(s, ":")
	length := map[string]int{"sha256": 64, "sha384": 96, "sha512": 128}[algorithm]
	return length > 0 && len(hex) == length && strings.Trim(hex, "0123456789abcdef") == ""
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }

func isLowerAlphanumeric(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

func isAlphanumeric(c byte) bool { return isLowerAlphanumeric(c) || c >= 'A' && c <= 'Z' }
