package logging

import (
	"fmt"
	"log/slog"
	"regexp"
	"strings"
)

const masked = "[masked]"

// secretNames are parts of the names of attributes whose values are never logged.
var secretNames = []string{"token", "password", "passwd", "authorization", "cookie", "credential"}

// secretTexts find secrets inside messages and errors. What the groups match stays.
var secretTexts = []*regexp.Regexp{
	regexp.MustCompile(`(?i)(\bauthorization["']?\s*[:=]\s*\[?["']?)[^\r\n"'\]]+`),
	regexp.MustCompile(`(?i)(\b(?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{6,}`),
	regexp.MustCompile(`()\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*`), // a JSON web token
	regexp.MustCompile(`(://)[^/\s@"]+@`),                                          // user and password of a URL; the @ goes with them
	regexp.MustCompile(`(?i)(\b(?:access_|id_|refresh_)?(?:token|password|passwd|client_secret)["']?\s*[:=]\s*["']?)[^&\s"',;]+`),
	regexp.MustCompile(`(?s)(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)`),
}

// mask hides what looks like a secret in a text.
func mask(text string) string {
	for _, secret := range secretTexts {
		text = secret.ReplaceAllString(text, "${1}"+masked+"${2}")
	}
	return text
}

// maskValue hides a value that its name calls a secret, and what looks like one in any other.
func maskValue(key string, v slog.Value) slog.Value {
	key = strings.ToLower(key)
	for _, name := range secretNames {
		if strings.Contains(key, name) {
			return slog.StringValue(masked)
		}
	}
	switch v.Kind() {
	case slog.KindString:
		return slog.StringValue(mask(v.String()))
	case slog.KindAny:
		return slog.StringValue(mask(fmt.Sprint(v.Any())))
	}
	return v
}
