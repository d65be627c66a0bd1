package kube

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

const (
	// requestRate keeps bulk actions and first lists from being held back on this side; the API server has its own fairness.
	requestRate  = 200
	requestBurst = 400
	// dialTimeout is how soon an unreachable API server is told from a slow one.
	dialTimeout = 5 * time.Second
)

// ErrNoKubeconfig says that there is no kubeconfig anywhere: no file, none named, and no service account of a pod.
var ErrNoKubeconfig = errors.New("no kubeconfig")

// Options choose a cluster as kubectl's flags do. The zero value is the current context's own namespace.
type Options struct {
	Kubeconfig    string // a file; empty for $KUBECONFIG or ~/.kube/config
	Context       string // empty for the current one
	Namespace     string // empty for the context's
	AllNamespaces bool
	ReadOnly      bool
	UserAgent     string // empty for client-go's
}

// Connect prepares the connection that the kubeconfig describes; it sends nothing yet, so an unreachable server is told by the
// Inventory's link. The error is [ErrNoKubeconfig] when there is no kubeconfig and none was asked for.
func Connect(o Options) (*Cluster, error) {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = o.Kubeconfig
	raw, err := rules.Load()
	if err != nil {
		return nil, fmt.Errorf("reading the kubeconfig%s: %w", named(o.Kubeconfig), OneLine(err))
	}
	if isEmpty(raw) {
		return connectBare(o, rules)
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

// connectBare is for where no kubeconfig says anything: inside a pod its service account serves.
func connectBare(o Options, rules *clientcmd.ClientConfigLoadingRules) (*Cluster, error) {
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

// NewCluster makes the connection that config describes, config.Transport included, such as the one to an embedded plane.
// namespace is watched unless o chooses another, or all; config is not changed.
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
	if config.Transport == nil { // else it is the plane in this process
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

// isEmpty says that a kubeconfig holds nothing, as when there is no file.
func isEmpty(c *clientcmdapi.Config) bool {
	return len(c.Contexts) == 0 && len(c.Clusters) == 0 && len(c.AuthInfos) == 0 && c.CurrentContext == ""
}

// fileOf is the file that a context comes from, else those that were read.
func fileOf(c *clientcmdapi.Config, context string, rules *clientcmd.ClientConfigLoadingRules) string {
	if found := c.Contexts[context]; found != nil && found.LocationOfOrigin != "" {
		return found.LocationOfOrigin
	}
	if rules.ExplicitPath != "" {
		return rules.ExplicitPath
	}
	return strings.Join(rules.GetLoadingPrecedence(), ", ")
}

func contextNames(c *clientcmdapi.Config) string {
	names := slices.Sorted(maps.Keys(c.Contexts))
	if len(names) == 0 {
		return ""
	}
	if len(names) > 10 {
		names = append(names[:10], "…")
	}
	return ": it has " + strings.Join(names, ", ")
}

func named(path string) string {
	if path == "" {
		return ""
	}
	return " " + path
}

// OneLine flattens an error of several lines, as YAML's are, for it is shown on one.
func OneLine(err error) error {
	text := err.Error()
	if !strings.ContainsAny(text, "\n\r") {
		return err
	}
	return errors.New(strings.Join(strings.Fields(text), " "))
}
