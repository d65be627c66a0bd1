package scheduler

import (
	"archive/zip"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestEveryNamedZoneLoads(t *testing.T) {
	for _, name := range ZoneNames() {
		if _, err := time.LoadLocation(name); err != nil {
			t.Error(err)
		}
	}
}

func TestZoneNamesAreGosOwn(t *testing.T) {
	root, _ := exec.Command("go", "env", "GOROOT").Output()
	archive, err := zip.OpenReader(filepath.Join(strings.TrimSpace(string(root)), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		t.Skipf("%d names not compared: %v", len(ZoneNames()), err)
	}
	defer archive.Close()
	var want []string
	for _, file := range archive.File {
		if !file.FileInfo().IsDir() && file.Name != "Factory" {
			want = append(want, file.Name)
		}
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, ZoneNames()); diff != "" {
		t.Errorf("write the names of zoneinfo.zip to zones.txt: %s", diff)
	}
}
