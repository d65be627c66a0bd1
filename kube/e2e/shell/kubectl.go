// Package shell plays lines of a shell with kubectl in them on a plane. The kubectl is that of k8s.io/kubectl, of the version in
// go.mod, linked into the test itself: whatever a machine has installed makes no difference.
package shell

import (
	"os"
	"path/filepath"
	"testing"

	"k8s.io/component-base/cli"
	"k8s.io/component-base/logs"
	"k8s.io/kubectl/pkg/cmd"
	"k8s.io/kubectl/pkg/cmd/util"
)

// Main is the TestMain of packages that use [New]: the test binary is kubectl where it is called so.
func Main(m *testing.M) {
	if filepath.Base(os.Args[0]) == "kubectl" {
		kubectl()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// kubectl is the main of k8s.io/kubernetes/cmd/kubectl.
func kubectl() {
	_, _ = logs.GlogSetter(cmd.GetLogVerbosity(os.Args))
	if err := cli.RunNoErrOutput(cmd.NewDefaultKubectlCommand()); err != nil {
		util.CheckErr(err)
	}
}
