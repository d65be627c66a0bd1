package validate

import (
	"testing"

	"k8s.io/apimachinery/pkg/util/validation"
	"pgregory.net/rapid"
)

// What the cheap looks accept must be valid by apimachinery's own rules, and they should not turn away ordinary names.
func TestCheapLooksOnlyAcceptWhatIsValid(t *testing.T) {
	looks := []struct {
		name  string
		cheap func(string) bool
		rule  func(string) []string
	}{
		{"label", isLabel, validation.IsDNS1123Label},
		{"subdomain", isSubdomain, validation.IsDNS1123Subdomain},
		{"label value", isName, validation.IsValidLabelValue},
		{"qualified name", isKey, validation.IsQualifiedName},
		{"environment variable", isEnvName, validation.IsRelaxedEnvVarName},
	}
	for _, l := range looks {
		t.Run(l.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				s := rapid.OneOf(rapid.StringMatching(`[a-zA-Z0-9._/\-=]{0,70}`), rapid.StringMatching(`[a-z0-9]([a-z0-9.-]{0,255}[a-z0-9])?`), rapid.String()).Draw(t, "s")
				if bad := l.rule(s); l.cheap(s) != (len(bad) == 0) && s != "" {
					t.Fatalf("%q: cheap look says %v, the rule says %v", s, l.cheap(s), bad)
				}
			})
		})
	}
}
