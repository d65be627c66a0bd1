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

// ContextNames returns the names of the contexts in the kubeconfig that o chooses, sorted: the values that [Options.Context] may
// have. It returns none when there is no kubeconfig, and an error when it cannot be read.
func ContextNames(o Options) ([]string, error) {
	rules := clientcmd.NewDefaultClientConfigLoadingRules()
	rules.ExplicitPath = o.Kubeconfig
	raw, err := rules.Load()
	if err != nil {
		return nil, fmt.Errorf("reading the kubeconfig%s: %w", inFile(o.Kubeconfig), OneLine(err))
	}
	return slices.Sorted(maps.Keys(raw.Contexts)), nil
}

// isEmpty reports whether a kubeconfig holds nothing, as when there is no file.
func isEmpty(c *clientcmdapi.Config) bool {
	return len(c.Contexts) == 0 && len(c.Clusters) == 0 && len(c.AuthInfos) == 0 && c.CurrentContext == ""
}

// fileOf returns the file that a context comes from. For an unknown context it returns all files that were read.
func fileOf(c *clientcmdapi.Config, context string, rules *clientcmd.ClientConfigLoadingRules) string {
	if found := c.Contexts[context]; found != nil && found.LocationOfOrigin != "" {
		return found.LocationOfOrigin
	}
	if rules.ExplicitPath != "" {
		return rules.ExplicitPath
	}
	return strings.Join(rules.GetLoadingPrecedence(), ", ")
}

// contextNames lists the first ten contexts, to end an error with.
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

// inFile returns a space and the path, to go on in an error with; nothing for no path.
func inFile(path string) string {
	if path == "" {
		return ""
	}
	return " " + path
}

// OneLine puts an error of several lines, such as one from YAML, on one line. An error that already is on one line stays the same
// error; another loses its type.
func OneLine(err error) error {
	text := err.Error()
	if !strings.ContainsAny(text, "\n\r") {
		return err
	}
	return errors.New(strings.Join(strings.Fields(text), " "))
}
