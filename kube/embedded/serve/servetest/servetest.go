// Package servetest serves control planes to the clients that a test starts. Only tests import it.
package servetest

import (
	"context"
	"net/http"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/kronoscope/kronoscope/kube/embedded/serve"
)

// Serve serves the handler on loopback until the test ends. Cleanups registered before the call run after it has stopped.
func Serve(t testing.TB, handler http.Handler) *serve.Server {
	t.Helper()
	server, err := serve.Listen(t.Context(), serve.Options{Address: "127.0.0.1:0"}, handler)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	return server
}

// Config returns a client configuration for the server without a rate limit.
func Config(t testing.TB, server *serve.Server) *rest.Config {
	t.Helper()
	config, err := clientcmd.NewDefaultClientConfig(*server.Kubeconfig(metav1.NamespaceDefault), nil).ClientConfig()
	if err != nil {
		t.Fatal(err)
	}
	config.QPS = -1
	return config
}
