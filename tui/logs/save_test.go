package logs

import (
	"os"
	"strings"
	"testing"

	"github.com/kronoscope/kronoscope/tui/screen"
)

func TestSaveWritesAFileThatIsNew(t *testing.T) {
	t.Chdir(t.TempDir())
	w := newWorld(t, 70, 10)
	w.lines("p-0-aaaaa", 0, "Traitement terminé", "fin")
	w.press("ctrl+s", "ctrl+s")
	if len(w.asked) != 2 {
		t.Fatalf("asked %v", w.asked)
	}
	for i, name := range []string{"image-processor-20261124-120000.log", "image-processor-20261124-120000-1.log"} {
		got, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if want := "2026-11-24T12:00:00Z p-0-aaaaa main Traitement terminé\n2026-11-24T12:00:00Z p-0-aaaaa main fin\n"; string(got) != want {
			t.Fatalf("wrote %q", got)
		}
		if toast := w.asked[i].(screen.ToastMsg); !strings.Contains(toast.Text, "saved 2 lines to ") || !strings.HasSuffix(toast.Text, name) {
			t.Fatalf("said %q", toast.Text)
		}
	}
}

func TestSaveStaysInTheWorkingDirectoryWhateverTheJobIsCalled(t *testing.T) {
	for name, want := range map[string]string{
		"image-processor.v2":      "image-processor.v2",
		"../../x":                 "_._.._x",
		"/etc/passwd":             "_etc_passwd",
		"..":                      "_.",
		"":                        "_",
		`a\b:c` + "\x1b\n":        "a_b_c__",
		"é":                       "_",
		strings.Repeat("x", 4000): strings.Repeat("x", longestStem),
	} {
		if got := fileStem(name); got != want {
			t.Errorf("%.20q becomes %q, want %q", name, got, want)
		}
	}
	t.Chdir(t.TempDir())
	w := newWorld(t, 70, 10)
	w.screen.target.Job.Name = "../x"
	w.lines("p-0-aaaaa", 0, "fin")
	w.press("ctrl+s")
	if _, err := os.Stat("_._x-20261124-120000.log"); err != nil {
		t.Fatal(err)
	}
}
