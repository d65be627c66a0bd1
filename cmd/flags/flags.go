// Package flags holds the command-line flags that several commands share, and reads their values. It connects to nothing.
package flags

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/themes"
)

// Shared are those of every command that shows or asks something of a cluster.
type Shared struct {
	Cluster kube.Options
	Theme   string
	Plane   Plane
}

// defaultSpeed lets a minute of the plane pass in six seconds: Jobs of some seconds can still be followed.
const defaultSpeed = "10"

func (f *Shared) AddTo(cmd *cobra.Command) {
	set := cmd.PersistentFlags()
	set.StringVar(&f.Cluster.Kubeconfig, "kubeconfig", "", "kubeconfig `file` ($KUBECONFIG or ~/.kube/config)")
	set.StringVar(&f.Cluster.Context, "context", "", "kubeconfig `context` (the current one)")
	set.StringVarP(&f.Cluster.Namespace, "namespace", "n", "", "`namespace` to look at (the context's; all of the demo and of manifests), and that of\nmanifests that name none")
	set.BoolVarP(&f.Cluster.AllNamespaces, "all-namespaces", "A", false, "watch all namespaces")
	set.BoolVar(&f.Cluster.ReadOnly, "read-only", false, "change nothing on the cluster")
	set.StringVar(&f.Theme, "theme", "", "colour `theme` (one that suits the terminal; none with $NO_COLOR)")
	f.Plane.AddTo(set, "demo: ", defaultSpeed, "now; the samples: today at 01:59:20 in Paris")
}

// Check refuses what contradicts itself.
func (f *Shared) Check() error {
	if f.Cluster.AllNamespaces && f.Cluster.Namespace != "" {
		return errors.New("--namespace and --all-namespaces exclude each other")
	}
	if err := CheckNamespace(f.Cluster.Namespace); err != nil {
		return err
	}
	_, err := themes.Pick(f.Theme, NoColor(), true)
	return err
}

// CheckNamespace refuses what no namespace can be called; empty leaves the choice to others.
func CheckNamespace(name string) error {
	if name == "" {
		return nil
	}
	if wrong := validation.IsDNS1123Label(name); len(wrong) > 0 {
		return fmt.Errorf("--namespace %s: %s", name, strings.Join(wrong, "; "))
	}
	return nil
}

// GivenPlaneFlag says which of the demo's flags the user has given.
func (f *Shared) GivenPlaneFlag(cmd *cobra.Command) string {
	for _, name := range []string{"speed", "start", "until", "paused", "seed"} {
		if cmd.Flags().Changed(name) {
			return name
		}
	}
	return ""
}

// NoColor says that the user wants none (no-color.org).
func NoColor() bool { return os.Getenv("NO_COLOR") != "" }
