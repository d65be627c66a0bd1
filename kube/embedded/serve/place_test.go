package serve

import (
	"crypto/x509"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"
)

var laptop = machine{name: "laptop", ips: []net.IP{net.ParseIP("2001:db8::5"), net.ParseIP("192.168.1.5")}}

func TestWithoutTheWordNothingButLoopbackIsListenedOn(t *testing.T) {
	for _, address := range []string{":0", "0.0.0.0:0", "[::]:0", "192.0.2.1:0", "[2001:db8::1]:0"} {
		if _, err := locate(t.Context(), address, false, laptop); err == nil || !strings.Contains(err.Error(), "--expose") {
			t.Errorf("%s: %v, want a refusal that names --expose", address, err)
		}
	}
}

func TestAServerAnswersToWhatItListensOn(t *testing.T) {
	for name, tt := range map[string]struct {
		address string
		expose  bool
		yes, no []string
		host    string
		exposed bool
	}{
		"loopback": {
			"127.0.0.1:6443", false,
			[]string{"127.0.0.1:6443", "localhost", "[::1]:1"},
			[]string{"laptop", "192.168.1.5", "evil.example", "localhost.evil.example"},
			"", false,
		},
		"loopback that was told to be exposed": {"localhost:6443", true, []string{"localhost:6443"}, []string{"laptop", "192.168.1.5:6443"}, "", false},
		"every address of IPv4": {
			"0.0.0.0:6443", true,
			[]string{"192.168.1.5:6443", "LAPTOP:6443", "localhost:6443", "[2001:db8::5]:6443"},
			[]string{"evil.example:6443", "10.0.0.1", "0.0.0.0:6443", ""},
			"192.168.1.5", true,
		},
		"every address": {":6443", true, []string{"192.168.1.5", "laptop"}, []string{"laptop.evil.example"}, "192.168.1.5", true},
		"one address":   {"192.168.1.5:6443", true, []string{"192.168.1.5:6443", "127.0.0.1"}, []string{"laptop", "192.168.1.6", "2001:db8::5"}, "", true},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := locate(t.Context(), tt.address, tt.expose, laptop)
			if err != nil {
				t.Fatal(err)
			}
			if p.host != tt.host || p.exposed != tt.exposed {
				t.Errorf("clients are told %q, exposed %v; want %q, %v", p.host, p.exposed, tt.host, tt.exposed)
			}
			for _, host := range tt.yes {
				if !p.answersTo(host) {
					t.Errorf("it does not answer to %q", host)
				}
			}
			for _, host := range tt.no {
				if p.answersTo(host) {
					t.Errorf("it answers to %q", host)
				}
			}
		})
	}
}

func TestTheCertificateNamesWhatIsListenedOn(t *testing.T) {
	p, err := locate(t.Context(), "0.0.0.0:0", true, laptop)
	if err != nil {
		t.Fatal(err)
	}
	_, certificate, err := newCertificate(time.Now(), p)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(certificate.Certificate[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"laptop", "localhost", "192.168.1.5", "2001:db8::5", "127.0.0.1"} {
		if err := leaf.VerifyHostname(name); err != nil {
			t.Error(err)
		}
	}
	for _, name := range []string{"evil.example", "10.0.0.1"} {
		if leaf.VerifyHostname(name) == nil {
			t.Errorf("it is good for %s", name)
		}
	}
	if slices.ContainsFunc(leaf.IPAddresses, net.IP.IsUnspecified) {
		t.Error("it names 0.0.0.0")
	}
}

func TestAnExposedServerIsReachedByItsKubeconfigAndRefusesTheRest(t *testing.T) {
	server, err := Listen(t.Context(), Options{Address: "0.0.0.0:0", Expose: true}, http.HandlerFunc(answer))
	if err != nil {
		t.Fatal(err)
	}
	serving(t, server)
	client := server.client(t)
	for host, want := range map[string]int{"": 200, "localhost": 200, "evil.example": 403} {
		r, err := http.NewRequestWithContext(t.Context(), "GET", server.URL()+"/api", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = host
		got, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = got.Body.Close()
		if got.StatusCode != want {
			t.Errorf("for the Host %q it answers %d, want %d", host, got.StatusCode, want)
		}
	}
}
