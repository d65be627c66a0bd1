// Package specs runs upstream's own end-to-end specs of Jobs and CronJobs, those that a cluster must pass to be called
// conformant among them, against whatever API server a kubeconfig lets into.
//
// It never changes or replaces a spec: what it links is k8s.io/kubernetes/test/e2e/apps as it is.
package specs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"
	_ "k8s.io/kubernetes/test/e2e/apps" // the specs
)

// suite is what Ginkgo puts before a spec's name.
const suite = "Upstream's specs"

// Spec is one of upstream's specs.
type Spec struct {
	Name   string
	Serial bool // must run alone
}

// Find lists the specs whose names match focus and not skip.
func Find(focus, skip *regexp.Regexp) []Spec {
	var specs []Spec
	for _, r := range ginkgo.PreviewSpecs(suite).SpecReports {
		if name := r.FullText(); focus.MatchString(name) && !skip.MatchString(name) {
			specs = append(specs, Spec{Name: name, Serial: r.IsSerial})
		}
	}
	return specs
}

// Run runs a spec in a process of its own, for Ginkgo runs no two at a time in one. The program that calls it must hand over to
// [Main] when [IsMain] says so. The error says why the spec did not pass; log is what it printed.
func (s Spec) Run(ctx context.Context, kubeconfig, dir string) (log string, err error) {
	report := filepath.Join(dir, "report.json")
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, self, "-kubeconfig", kubeconfig,
		"-ginkgo.focus", "^"+regexp.QuoteMeta(suite+" "+s.Name)+"$", "-ginkgo.json-report", report, "-ginkgo.no-color")
	cmd.Env = append(os.Environ(), marker+"=1")
	cmd.Dir = dir
	out, runErr := cmd.CombinedOutput()
	if ctx.Err() != nil {
		return string(out), context.Cause(ctx)
	}
	verdict, err := read(report)
	if err != nil {
		return string(out), errors.Join(err, runErr)
	}
	return string(out), verdict
}

// read returns nil if the one spec of a report has passed, or why not.
func read(file string) (verdict, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var reports []types.Report
	if err := json.Unmarshal(data, &reports); err != nil {
		return nil, fmt.Errorf("read Ginkgo's report: %w", err)
	}
	ran := 0
	for _, report := range reports {
		for _, spec := range report.SpecReports {
			switch {
			case spec.State == types.SpecStateSkipped && spec.Failure.Message == "": // by the focus
			case spec.State == types.SpecStatePassed && spec.LeafNodeType == types.NodeTypeIt:
				ran++
			case spec.State == types.SpecStatePassed: // before or after the suite
			default:
				return fmt.Errorf("%s: %s (%s)", spec.State, strings.TrimSpace(spec.Failure.Message), spec.Failure.Location), nil
			}
		}
	}
	if ran != 1 {
		return fmt.Errorf("%d specs ran, not one", ran), nil
	}
	return nil, nil
}
