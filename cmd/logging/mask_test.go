package logging

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
)

func TestSecretsAreMasked(t *testing.T) {
	const secret = "s3cr3t-Value"
	jwt := "eyJhbGciOiJIUzI1NiJ9." + secret + "." + secret
	for name, log := range map[string]func(*slog.Logger){
		"a bearer token in the message":  func(l *slog.Logger) { l.Warn("sent Bearer " + secret) },
		"a header in an error":           func(l *slog.Logger) { l.Warn("x", "error", errors.New("Authorization: Digest "+secret)) },
		"headers as a map":               func(l *slog.Logger) { l.Warn("x", "headers", http.Header{"Authorization": {"Negotiate " + secret}}) },
		"an attribute's name":            func(l *slog.Logger) { l.Warn("x", "accessToken", secret) },
		"a name inside groups":           func(l *slog.Logger) { l.WithGroup("user").Warn("x", slog.Group("basic", "Password", secret)) },
		"an attribute of the logger":     func(l *slog.Logger) { l.With("cookie", secret).Warn("x") },
		"a JSON web token":               func(l *slog.Logger) { l.Warn("refused " + jwt) },
		"a user's password in a URL":     func(l *slog.Logger) { l.Warn("dial https://me:" + secret + "@api.example") },
		"a query of a URL":               func(l *slog.Logger) { l.Warn("GET /x?a=b&access_token=" + secret + "&c=d") },
		"a field of JSON":                func(l *slog.Logger) { l.Warn("x", "body", `{"token": "`+secret+`"}`) },
		"a private key":                  func(l *slog.Logger) { l.Warn("-----BEGIN RSA PRIVATE KEY-----\n" + secret) },
		"a value that is resolved first": func(l *slog.Logger) { l.Warn("x", "error", lazy("Basic "+secret)) },
	} {
		t.Run(name, func(t *testing.T) {
			l := New()
			log(l.Logger())
			text := l.Records()[0].Text
			if strings.Contains(text, secret) || !strings.Contains(text, masked) {
				t.Errorf("logged %q", text)
			}
		})
	}
}

type lazy string

func (l lazy) LogValue() slog.Value { return slog.StringValue(string(l)) }

func TestWhatIsNoSecretStays(t *testing.T) {
	l := New()
	const text = `pods "token-cleaner-29934" is forbidden: exceeded quota: q, requested: pods=1, used: pods=0 (https://10.0.0.1:6443/api)`
	l.Logger().Warn(text)
	if got := l.Records()[0].Text; got != text {
		t.Errorf("got  %q\nwant %q", got, text)
	}
}
