package serve

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// start serves a handler until the test ends, or stop is called, which waits for the end.
func start(t *testing.T, handler http.Handler) (server *Server, stop func()) {
	t.Helper()
	server, err := Listen(t.Context(), Options{Address: "127.0.0.1:0"}, handler)
	if err != nil {
		t.Fatal(err)
	}
	return server, serving(t, server)
}

// serving lets a server answer until the test ends, or stop is called.
func serving(t *testing.T, server *Server) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx) }()
	stop = func() {
		cancel()
		if err, open := <-ended; open {
			close(ended)
			if err != nil {
				t.Error(err)
			}
		}
	}
	t.Cleanup(stop)
	return stop
}

// client trusts the server and sends its token, as its kubeconfig says.
func (s *Server) client(t *testing.T) *http.Client {
	t.Helper()
	config, err := clientcmd.NewDefaultClientConfig(*s.Kubeconfig("default"), nil).ClientConfig()
	if err != nil {
		t.Fatal(err)
	}
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func answer(w http.ResponseWriter, r *http.Request) {
	_, _ = io.WriteString(w, "answered "+r.URL.Path+r.Header.Get("Authorization"))
}

func TestOnlyWhoKnowsTheTokenIsAnswered(t *testing.T) {
	server, _ := start(t, http.HandlerFunc(answer))
	bare := *server.client(t)
	bare.Transport = trusting(t, server)
	for name, tt := range map[string]struct {
		client *http.Client
		header http.Header
		host   string
		code   int
		body   string
	}{
		"with the kubeconfig":      {server.client(t), nil, "", 200, "answered /api"},
		"by another loopback name": {server.client(t), nil, "localhost:6443", 200, "answered"},
		"from the server's page":   {server.client(t), http.Header{"Origin": {server.URL()}}, "", 200, "answered"},
		"without a token":          {&bare, nil, "", 401, `"reason":"Unauthorized","code":401`},
		"with a wrong token":       {&bare, http.Header{"Authorization": {"Bearer x"}}, "", 401, `"kind":"Status"`},
		"with an empty token":      {&bare, http.Header{"Authorization": {"Bearer "}}, "", 401, `"kind":"Status"`},
		"with another scheme":      {&bare, http.Header{"Authorization": {"Basic " + server.token}}, "", 401, "Unauthorized"},
		"with two tokens":          {&bare, http.Header{"Authorization": {"Bearer " + server.token, "Bearer x"}}, "", 401, "Unauthorized"},
		"for a rebound name":       {server.client(t), nil, "evil.example:" + port(server), 403, "Host"},
		"for a name like loopback": {server.client(t), nil, "localhost.evil.example", 403, "Host"},
		"for an address outside":   {server.client(t), nil, "10.0.0.1", 403, "Host"},
		"from a page elsewhere":    {server.client(t), http.Header{"Origin": {"https://evil.example"}}, "", 403, "web pages"},
		"from a page of no origin": {server.client(t), http.Header{"Origin": {"null"}}, "", 403, "web pages"},
		"from a page without TLS":  {server.client(t), http.Header{"Origin": {"http://127.0.0.1:" + port(server)}}, "", 403, "web pages"},
		"from another port's page": {server.client(t), http.Header{"Origin": {"https://127.0.0.1:1"}}, "", 403, "web pages"},
	} {
		t.Run(name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(t.Context(), "GET", server.URL()+"/api", nil)
			if err != nil {
				t.Fatal(err)
			}
			for key, values := range tt.header {
				r.Header[key] = values
			}
			r.Host = tt.host
			got, err := tt.client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = got.Body.Close() }()
			body, err := io.ReadAll(got.Body)
			if err != nil {
				t.Fatal(err)
			}
			if got.StatusCode != tt.code || !strings.Contains(string(body), tt.body) || strings.Contains(string(body), server.token) {
				t.Errorf("%d %s, want %d %s", got.StatusCode, body, tt.code, tt.body)
			}
		})
	}
}

func port(s *Server) string { return s.URL()[strings.LastIndexByte(s.URL(), ':')+1:] }

// trusting is a transport that trusts the certificate but has no token.
func trusting(t *testing.T, s *Server) http.RoundTripper {
	t.Helper()
	config := &rest.Config{Host: s.URL(), TLSClientConfig: rest.TLSClientConfig{CAData: s.ca}}
	transport, err := rest.TransportFor(config)
	if err != nil {
		t.Fatal(err)
	}
	return transport
}

func TestAClientThatDoesNotTrustTheCertificateGetsNoAnswer(t *testing.T) {
	server, _ := start(t, http.HandlerFunc(answer))
	other, _ := start(t, http.HandlerFunc(answer))
	r, err := http.NewRequestWithContext(t.Context(), "GET", server.URL(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := trusting(t, other).RoundTrip(r); err == nil {
		_ = got.Body.Close()
		t.Error("another server's certificate was taken")
	}
}

func TestOnlyLoopbackIsListenedOn(t *testing.T) {
	for _, address := range []string{":0", "0.0.0.0:0", "[::]:0", "192.0.2.1:0", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000"} {
		if s, err := Listen(t.Context(), Options{Address: address}, http.NotFoundHandler()); err == nil {
			t.Errorf("it listens on %s: %s", address, s.URL())
			_ = s.Close()
		}
	}
	for _, address := range []string{"localhost:0", "127.0.0.2:0"} {
		s, err := Listen(t.Context(), Options{Address: address}, http.NotFoundHandler())
		if err != nil {
			t.Error(err)
			continue
		}
		_ = s.Close()
	}
}

func TestTheEndClosesRequestsThatAreOpen(t *testing.T) {
	server, stop := start(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	}))
	r, err := http.NewRequestWithContext(t.Context(), "GET", server.URL(), nil)
	if err != nil {
		t.Fatal(err)
	}
	watch, err := server.client(t).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = watch.Body.Close() }()
	stop()
	if _, err := io.ReadAll(watch.Body); err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Logf("the watch ended with %v", err)
	}
	if got, err := server.client(t).Do(r); err == nil {
		_ = got.Body.Close()
		t.Error("it answers after its end")
	}
}

func TestTheKubeconfigIsPrivateAndReplacesNoOther(t *testing.T) {
	server, _ := start(t, http.HandlerFunc(answer))
	next, _ := start(t, http.HandlerFunc(answer))
	folder := t.TempDir()
	mine := filepath.Join(folder, "mine")
	for _, s := range []*Server{server, next} { // the second replaces the first's
		if err := s.WriteKubeconfig(mine, "lab"); err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(mine)
		if err != nil || info.Mode() != 0o600 {
			t.Errorf("mode %v, %v", info.Mode(), err)
		}
	}
	server.RemoveKubeconfig(mine)
	config, err := clientcmd.LoadFromFile(mine)
	if err != nil {
		t.Fatalf("the first server removed the second's: %v", err)
	}
	if c := config.Contexts[config.CurrentContext]; c.Namespace != "lab" || config.Clusters[c.Cluster].Server != next.URL() {
		t.Errorf("context %+v", c)
	}
	next.RemoveKubeconfig(mine)
	if _, err := os.Stat(mine); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
	foreign := filepath.Join(folder, "foreign")
	const text = "apiVersion: v1\nkind: Config\ncurrent-context: prod\n"
	if err := os.WriteFile(foreign, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{CheckKubeconfig(foreign), server.WriteKubeconfig(foreign, "lab")} {
		if !errors.Is(err, ErrForeign) {
			t.Errorf("another's kubeconfig: %v", err)
		}
	}
	if err := CheckKubeconfig(filepath.Join(folder, "none", "config")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
	if got, err := os.ReadFile(foreign); err != nil || string(got) != text {
		t.Errorf("it became %q, %v", got, err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("left over: %v, %v", left, err)
	}
}
