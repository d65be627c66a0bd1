// Package flags holds the command-line flags that several commands share, and reads their values. It connects to nothing.
package flags

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kronoscope/kronoscope/cmd/config"
	"github.com/kronoscope/kronoscope/cmd/logging"
	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/themes"
)

// Shared holds the flags of all commands, and what [Shared.Prepare] makes of them.
type Shared struct {
	Cluster kube.Options
	Theme   string // a theme's name; "" picks one that suits the terminal
	Plane   Plane

	Config  string // the configuration file; "" for the usual one
	Version string // the program's, for the log
	Log     *logging.Log
	logFile string
	level   verbosity
}

// defaultSpeed is 10: a minute of the plane passes in six seconds, and Jobs that take seconds can still be followed.
const defaultSpeed = "10"

// AddTo adds the flags to the root command, for all commands below it.
func (f *Shared) AddTo(cmd *cobra.Command) {
	set := cmd.PersistentFlags()
	set.StringVar(&f.Cluster.Kubeconfig, "kubeconfig", "", "kubeconfig `file` ($KUBECONFIG or ~/.kube/config)")
	set.StringVar(&f.Cluster.Context, "context", "", "kubeconfig `context` (the current one)")
	set.StringVarP(&f.Cluster.Namespace, "namespace", "n", "", "`namespace` to look at (the context's; all in the demo and in manifests), also for\nmanifests that name none")
	set.BoolVarP(&f.Cluster.AllNamespaces, "all-namespaces", "A", false, "watch all namespaces")
	set.BoolVar(&f.Cluster.ReadOnly, "read-only", false, "change nothing on the cluster")
	set.StringVar(&f.Theme, "theme", "", "colour `theme` (one that suits the terminal; none with $NO_COLOR)")
	set.StringVar(&f.Config, "config", "", "configuration `file` ($"+config.FileEnv+" or the user's own: see kronoscope config)")
	set.StringVar(&f.logFile, "log-file", "", "`file` to append the log to (none)")
	set.VarP(&f.level, "verbose", "v", "log more, and to standard error too where there are no screens: -v info, -vv debug")
	set.Lookup("verbose").NoOptDefVal = oneMore
	f.Plane.AddTo(set, "demo: ", defaultSpeed, "now; the samples: today at 01:59:20 in Paris")
}

// Check refuses flags that contradict each other, and values that cannot be.
func (f *Shared) Check() error {
	if f.Cluster.AllNamespaces && f.Cluster.Namespace != "" {
		return errors.New("--namespace and --all-namespaces exclude each other")
	}
	if err := CheckNamespace(f.Cluster.Namespace); err != nil {
		return err
	}
	_, err := themes.Pick(themeName(f.Theme), NoColor(), true)
	return err
}

// CheckNamespace refuses names that no namespace can have; "" is allowed.
func CheckNamespace(name string) error {
	if name == "" {
		return nil
	}
	if wrong := validation.IsDNS1123Label(name); len(wrong) > 0 {
		return fmt.Errorf("--namespace %s: %s", name, strings.Join(wrong, "; "))
	}
	return nil
}

// GivenPlaneFlag returns the name of a flag of the demo that the user has given, or "".
func (f *Shared) GivenPlaneFlag(cmd *cobra.Command) string {
	for _, name := range []string{"speed", "start", "until", "paused", "seed"} {
		if cmd.Flags().Changed(name) {
			return name
		}
	}
	return ""
}

// NoColor reports whether the user wants no colour (no-color.org).
func NoColor() bool { return os.Getenv("NO_COLOR") != "" }
