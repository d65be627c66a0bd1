package kube

import (
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

const (
	// requestRate, a second, is high enough that the client does not hold back bulk actions and first lists. The API server limits
	// them fairly by itself.
	requestRate  = 200
	requestBurst = 400
	// dialTimeout is how long a connection may take before the API server counts as unreachable.
	dialTimeout = 5 * time.Second
)

// ErrNoKubeconfig means that there is nothing to connect with: no kubeconfig was named, there is none in the usual places, and
// this process has no pod's service account.
var ErrNoKubeconfig = errors.New("no kubeconfig")

// Options choose a cluster, as kubectl's flags do. The zero value means the current context and its own namespace.
type Options struct {
	Kubeconfig    string // a file; empty for $KUBECONFIG or ~/.kube/config
	Context       string // empty for the current one
	Namespace     string // empty for the context's
	AllNamespaces bool   // takes precedence over Namespace
	ReadOnly      bool   // see [Cluster.ReadOnly]
	UserAgent     string // empty for client-go's
}

// Connect prepares the connection that the kubeconfig describes. It sends nothing, so an unreachable server is no error here.
// Errors name the file and the context, in one line. When there is no kubeconfig and none was asked for, the connection is that of
// the pod's service account; outside a pod the error is [ErrNoKubeconfig].
func Connect(o Options) (*Cluster, error) {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = o.Kubeconfig
	raw, err := rules.Load()
	if err != nil {
		return nil, fmt.Errorf("reading the kubeconfig%s: %w", inFile(o.Kubeconfig), OneLine(err))
	}
	if isEmpty(raw) {
		return connectInCluster(o, rules)
	}
	context := o.Context
	if context == "" {
		context = raw.CurrentContext
	}
	where := fileOf(raw, context, rules)
	switch {
	case context == "":
		return nil, fmt.Errorf("kubeconfig %s names no current context: choose one with --context", where)
	case raw.Contexts[context] == nil:
		return nil, fmt.Errorf("kubeconfig %s has no context %q%s", where, context, contextNames(raw))
	}
	overrides := &clientcmd.ConfigOverrides{CurrentContext: context}
	client := clientcmd.NewNonInteractiveClientConfig(*raw, context, overrides, rules)
	config, err := client.ClientConfig()
	if err != nil {
		return nil, fmt.Errorf("context %q of kubeconfig %s: %w", context, where, OneLine(err))
	}
	namespace, _, err := client.Namespace()
	if err != nil {
		return nil, fmt.Errorf("namespace of context %q of kubeconfig %s: %w", context, where, OneLine(err))
	}
	cluster, err := NewCluster(config, o, namespace)
	if err != nil {
		return nil, fmt.Errorf("context %q of kubeconfig %s: %w", context, where, OneLine(err))
	}
	cluster.Context = context
	return cluster, nil
}

// connectInCluster connects with the service account of the pod that this process runs in, for lack of a kubeconfig.
func connectInCluster(o Options, rules *clientcmd.ClientConfigLoadingRules) (*Cluster, error) {
	if o.Kubeconfig != "" {
		return nil, fmt.Errorf("kubeconfig %s is empty", o.Kubeconfig)
	}
	if o.Context != "" {
		return nil, fmt.Errorf("there is no context %q: no kubeconfig at %s", o.Context, strings.Join(rules.GetLoadingPrecedence(), ", "))
	}
	config, err := rest.InClusterConfig()
	if errors.Is(err, rest.ErrNotInCluster) {
		return nil, ErrNoKubeconfig
	}
	if err != nil {
		return nil, fmt.Errorf("using the pod's service account: %w", err)
	}
	namespace, _ := os.ReadFile("/var/run/secrets/kubernetes.io/serviceaccount/namespace")
	cluster, err := NewCluster(config, o, strings.TrimSpace(string(namespace)))
	if err != nil {
		return nil, err
	}
	cluster.Context = "in-cluster"
	return cluster, nil
}

// NewCluster prepares the connection that config describes. A config.Transport, such as the one to an embedded plane, is used as it
// is. The cluster's namespace is the given one unless o chooses another, or all. NewCluster does not change config.
func NewCluster(config *rest.Config, o Options, namespace string) (*Cluster, error) {
	config = rest.CopyConfig(config)
	config.QPS, config.Burst = requestRate, requestBurst
	config.ContentType = "application/vnd.kubernetes.protobuf"
	config.AcceptContentTypes = "application/vnd.kubernetes.protobuf,application/json"
	if o.UserAgent != "" {
		config.UserAgent = o.UserAgent
	}
	if config.Transport == nil && config.Dial == nil {
		config.Dial = (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext
	}
	var server *serverTime
	if config.Transport == nil { // with one it is the plane in this process
		server = newServerTime(time.Now)
		config.Wrap(server.wrap)
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("connecting to %s: %w", config.Host, err)
	}
	if o.Namespace != "" {
		namespace = o.Namespace
	}
	if o.AllNamespaces {
		namespace = ""
	}
	if server != nil {
		server.clock.client = client.CoreV1().RESTClient()
	}
	return &Cluster{Namespace: namespace, ReadOnly: o.ReadOnly, Config: config, Client: client, server: server}, nil
}
