package validate

import "strings"

// The functions of this file only ever say yes to what is certainly valid.

func lowerAlnum(c byte) bool { return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' }

func alnum(c byte) bool { return lowerAlnum(c) || c >= 'A' && c <= 'Z' }

// isLabel tells whether s is a DNS label of RFC 1123.
func isLabel(s string) bool {
	if s == "" || len(s) > 63 || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for i := range len(s) {
		if !lowerAlnum(s[i]) && s[i] != '-' {
			return false
		}
	}
	return true
}

// isSubdomain tells whether s is a DNS subdomain of RFC 1123.
func isSubdomain(s string) bool {
	if s == "" || len(s) > 253 {
		return false
	}
	before := byte('.')
	for i := range len(s) {
		switch c := s[i]; {
		case lowerAlnum(c):
		case c == '-' && before != '.':
		case c == '.' && before != '.' && before != '-':
		default:
			return false
		}
		before = s[i]
	}
	return before != '.' && before != '-'
}

// isName tells whether s is a label value, or the part of a label key after the slash.
func isName(s string) bool {
	if s == "" || len(s) > 63 || !alnum(s[0]) || !alnum(s[len(s)-1]) {
		return false
	}
	for i := range len(s) {
		if c := s[i]; !alnum(c) && c != '-' && c != '_' && c != '.' {
			return false
		}
	}
	return true
}

// isKey tells whether s is a qualified name: of a label, an annotation, a finalizer.
func isKey(s string) bool {
	prefix, name, ok := strings.Cut(s, "/")
	if !ok {
		return isName(s)
	}
	return isSubdomain(prefix) && isName(name)
}

func areLabels(labels map[string]string) bool {
	for k, v := range labels {
		if !isKey(k) || v != "" && !isName(v) {
			return false
		}
	}
	return true
}

func areAnnotations(annotations map[string]string) bool {
	size := 0
	for k, v := range annotations {
		if !isKey(k) {
			return false
		}
		size += len(k) + len(v)
	}
	return size < 256<<10
}

// isEnvName tells whether s is printable ASCII without "=".
func isEnvName(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' || s[i] == '=' {
			return false
		}
	}
	return s != ""
}
