package logging

import (
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestTheFileIsAppendedToAndPrivate(t *testing.T) {
	name := filepath.Join(t.TempDir(), "k.log")
	for range 2 {
		l := New()
		if err := l.Configure(Options{Level: slog.LevelWarn, File: name, Version: "v1.2.3"}); err != nil {
			t.Fatal(err)
		}
		l.Logger().Info("not grave enough")
		l.Logger().Warn("grave", "object", "default/a b")
		l.Close()
		l.Logger().Warn("after the end")
		if l.File() != name {
			t.Errorf("the file is %q", l.File())
		}
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(lines) != 4 {
		t.Fatalf("%d lines:\n%s", len(lines), data)
	}
	for i, want := range []string{`level=INFO msg="kronoscope starts" version=v1.2.3 go=go`, `level=WARN msg=grave object="default/a b"`} {
		if !strings.HasPrefix(lines[i], "time=") || !strings.Contains(lines[i], want) || !strings.Contains(lines[i+2], want) {
			t.Errorf("line %d is %q, want %q in it", i+1, lines[i], want)
		}
	}
	if info, err := os.Stat(name); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("its mode is %v, %v", info.Mode(), err)
	}
}

func TestFilesThatCannotBeALogAreRefused(t *testing.T) {
	folder := t.TempDir()
	plain := filepath.Join(folder, "plain")
	if err := os.WriteFile(plain, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		folder:                              "is a directory",
		os.DevNull:                          "not a regular file",
		filepath.Join(folder, "no", "file"): "no such file or directory",
		filepath.Join(plain, "file"):        "not a directory",
	} {
		err := New().Configure(Options{File: name})
		if err == nil || !strings.HasPrefix(err.Error(), "log file "+name+": ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", name, err, want)
		}
	}
}
