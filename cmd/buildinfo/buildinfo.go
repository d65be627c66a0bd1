// Package buildinfo says what this build of the program is: its version, where it was made from, and for what. It asks the Go
// toolchain's own record in the binary and nothing else.
package buildinfo

import (
	"cmp"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/kronoscope/kronoscope/kube/embedded/api"
)

// Info is what is known of the build. It is also the shape of version -o json: fields may be added, never renamed.
type Info struct {
	Version    string `json:"version"`
	Commit     string `json:"commit,omitempty"` // of the sources, where known
	Date       string `json:"date,omitempty"`   // of the commit, RFC 3339
	Modified   bool   `json:"modified,omitempty"`
	Go         string `json:"go"`
	OS         string `json:"os"`
	Arch       string `json:"arch"`
	Kubernetes string `json:"kubernetes"` // the version of the API that the embedded control plane serves
}

// Read returns what is known. linked is the version that the linker has set, "" for none.
func Read(linked string) Info {
	info := Info{Version: linked, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH, Kubernetes: api.Version().GitVersion}
	if build, ok := debug.ReadBuildInfo(); ok {
		info.Version = cmp.Or(info.Version, build.Main.Version)
		for _, s := range build.Settings {
			switch s.Key {
			case "vcs.revision":
				info.Commit = s.Value
			case "vcs.time":
				info.Date = s.Value
			case "vcs.modified":
				info.Modified = s.Value == "true"
			}
		}
	}
	info.Version = cmp.Or(info.Version, "(unknown)")
	return info
}

// String is the build on one line.
func (i Info) String() string {
	return fmt.Sprintf("kronoscope %s (%s, %s/%s)", i.Version, i.Go, i.OS, i.Arch)
}
