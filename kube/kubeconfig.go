package kube

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

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

func inFile(path string) string {
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

// ContextNames are the contexts of the kubeconfig that o names, in order; none when there is no kubeconfig. They are what
// [Options.Context] can be.
func ContextNames(o Options) ([]string, error) {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = o.Kubeconfig
	raw, err := rules.Load()
	if err != nil {
		return nil, fmt.Errorf("reading the kubeconfig%s: %w", inFile(o.Kubeconfig), OneLine(err))
	}
	return slices.Sorted(maps.Keys(raw.Contexts)), nil
}
