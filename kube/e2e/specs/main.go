package specs

import (
	"flag"
	"os"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"
	"k8s.io/kubernetes/test/e2e/framework"
	"k8s.io/kubernetes/test/e2e/framework/config"
)

// marker is the variable that tells a process that it is to run a spec.
const marker = "KRONOSCOPE_RUN_SPEC"

// IsMain says that this process was started to run a spec.
func IsMain() bool { return os.Getenv(marker) != "" }

// Main runs the spec that the flags focus on, as upstream's e2e.test does, and returns the exit code.
func Main() int {
	config.CopyFlags(config.Flags, flag.CommandLine)
	framework.RegisterCommonFlags(flag.CommandLine)
	framework.RegisterClusterFlags(flag.CommandLine)
	flag.Parse()
	framework.AfterReadingAllFlags(&framework.TestContext)
	gomega.RegisterFailHandler(framework.Fail)
	suiteConfig, reporterConfig := framework.CreateGinkgoConfig()
	if !ginkgo.RunSpecs(silent{}, suite, suiteConfig, reporterConfig) {
		return 1
	}
	return 0
}

// silent hears of a failure from Ginkgo, which returns it too.
type silent struct{}

func (silent) Fail() {}
