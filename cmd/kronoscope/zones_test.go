package main

import (
	"archive/zip"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/scheduler/cron"
)

// It asks the go command, which the scheduler's own tests may not.
func TestZoneNamesAreGosOwn(t *testing.T) {
	root, _ := exec.Command("go", "env", "GOROOT").Output()
	archive, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Skipf("%d names not compared: %v", len(cron.ZoneNames()), err)
	}
	defer archive.Close()
	var want []string
	for _, file := range archive.File {
		if !file.FileInfo().IsDir() && file.Name != "Factory" {
			want = append(want, file.Name)
		}
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, cron.ZoneNames()); diff != "" {
		t.Errorf("write the names of zoneinfo.zip to zones.txt: %s", diff)
	}
}
