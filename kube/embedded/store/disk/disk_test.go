package disk_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/kube/embedded/store"
	"github.com/kronoscope/kronoscope/kube/embedded/store/disk"
)

func open(t testing.TB, folder string) *disk.DB {
	t.Helper()
	d, err := disk.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.Close() })
	return d
}

func commit(t testing.TB, d *disk.DB, b store.Batch) {
	t.Helper()
	if err := d.Commit(b); err != nil {
		t.Fatal(err)
	}
}

var at = time.Date(2026, 11, 24, 2, 0, 0, 5, time.UTC)

// written is a folder with a state of some size.
func written(t testing.TB) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "state")
	d := open(t, folder)
	batch := store.Batch{Mark: store.Mark{Revision: 7, Instant: store.Instant{At: at, Machine: true}}}
	for _, name := range strings.Fields("a b c d e f g h i j k l m n o p") {
		batch.Records = append(batch.Records, store.Record{Space: store.Objects, Key: name, Value: bytes.Repeat([]byte(name), 2000)})
	}
	commit(t, d, batch)
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestAnotherProcessFindsWhatWasCommitted(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "new", "state")
	d := open(t, folder)
	if d.Starts() != 0 || d.Last() != (store.Mark{}) {
		t.Errorf("a new state has been started %d times and stands at %v", d.Starts(), d.Last())
	}
	mark := store.Mark{Revision: 7, Instant: store.Instant{At: at, Machine: true}}
	commit(t, d, store.Batch{Mark: mark, Records: []store.Record{
		{Space: store.Objects, Key: "b", Value: []byte("2")},
		{Space: store.Objects, Key: "a", Value: []byte("1")},
		{Space: store.Objects, Key: "gone", Value: []byte("x")},
		{Space: store.Blobs, Key: "log", Value: []byte{}},
	}})
	commit(t, d, store.Batch{Mark: mark, Records: []store.Record{
		{Space: store.Objects, Key: "gone"}, {Space: store.Objects, Key: "never was"},
	}})
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, folder)
	if again.Starts() != 1 || !again.Last().At.Equal(at) || again.Last().Revision != 7 || !again.Last().Machine {
		t.Errorf("it has been started %d times and stands at %v", again.Starts(), again.Last())
	}
	var got []string
	if err := again.Load(store.Objects, func(key string, value []byte) error {
		got = append(got, key+"="+string(value))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"a=1", "b=2"}, got); diff != "" {
		t.Error(diff)
	}
	if log, err := again.Find(store.Blobs, "log"); log == nil || err != nil {
		t.Errorf("an empty value is %v, %v; want that it is there", log, err)
	}
	if none, err := again.Find(store.Blobs, "none"); none != nil || err != nil {
		t.Errorf("a value that was never kept is %v, %v", none, err)
	}
}

func TestOnlyThisUserCanReadIt(t *testing.T) {
	folder := written(t)
	for name, want := range map[string]fs.FileMode{folder: 0o700, filepath.Join(folder, disk.FileName): 0o600} {
		info, err := os.Stat(name)
		if err != nil || info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, %v; want %v", name, info.Mode(), err, want)
		}
	}
}

// TestRefusals: each is told with the name of what is wrong, and changes nothing.
func TestRefusals(t *testing.T) {
	in := func(name string, data []byte) func(t *testing.T) string {
		return func(t *testing.T) string {
			folder := t.TempDir()
			if err := os.WriteFile(filepath.Join(folder, name), data, 0o600); err != nil {
				t.Fatal(err)
			}
			return folder
		}
	}
	edited := func(edit func([]byte) []byte) func(t *testing.T) string {
		return func(t *testing.T) string {
			folder := written(t)
			file := filepath.Join(folder, disk.FileName)
			data, err := os.ReadFile(file)
			if err == nil {
				err = os.WriteFile(file, edit(data), 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			return folder
		}
	}
	for name, tt := range map[string]struct {
		folder func(t *testing.T) string
		want   error
	}{
		"a folder of somebody else":      {in("letter.txt", []byte("Dear")), disk.ErrForeign},
		"a file of that name":            {in(disk.FileName, bytes.Repeat([]byte("Dear "), 10_000)), disk.ErrDamaged},
		"a short file of that name":      {in(disk.FileName, []byte("Dear")), disk.ErrDamaged},
		"no folder but a file":           {func(t *testing.T) string { return filepath.Join(in("f", nil)(t), "f") }, nil},
		"below what is no folder":        {func(t *testing.T) string { return filepath.Join(in("f", nil)(t), "f", "state") }, nil},
		"another's database":             {foreignDatabase, disk.ErrForeign},
		"a newer format":                 {newer, disk.ErrNewer},
		"both meta pages overwritten":    {edited(func(b []byte) []byte { clear(b[:2*os.Getpagesize()]); return b }), disk.ErrDamaged},
		"all but the meta pages cut off": {edited(func(b []byte) []byte { return b[:2*os.Getpagesize()] }), disk.ErrDamaged},
		"all but the meta pages zeroed":  {edited(func(b []byte) []byte { clear(b[2*os.Getpagesize():]); return b }), disk.ErrDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			folder := tt.folder(t)
			before := contents(t, filepath.Dir(folder))
			d, err := disk.Open(folder)
			if err == nil {
				_ = d.Close()
			}
			if err == nil || tt.want != nil && !errors.Is(err, tt.want) || !strings.Contains(err.Error(), filepath.Dir(folder)) {
				t.Errorf("opening %s gives %v, want %v", folder, err, tt.want)
			}
			if diff := cmp.Diff(before, contents(t, filepath.Dir(folder))); diff != "" {
				t.Error("it has changed something:\n" + diff)
			}
		})
	}
}

func foreignDatabase(t *testing.T) string {
	folder := t.TempDir()
	b, err := bbolt.Open(filepath.Join(folder, disk.FileName), 0o600, nil)
	if err == nil {
		err = b.Update(func(tx *bbolt.Tx) error { _, err := tx.CreateBucket([]byte("theirs")); return err })
	}
	if err = errors.Join(err, b.Close()); err != nil {
		t.Fatal(err)
	}
	return folder
}

// newer is a state whose format is from the future; its checksum is right.
func newer(t *testing.T) string {
	folder := written(t)
	b, err := bbolt.Open(filepath.Join(folder, disk.FileName), 0o600, nil)
	if err == nil {
		err = b.Update(func(tx *bbolt.Tx) error {
			return tx.Bucket([]byte("head")).Put([]byte("head"), disk.Seal([]byte(`{"format": 2, "more": []}`)))
		})
	}
	if err = errors.Join(err, b.Close()); err != nil {
		t.Fatal(err)
	}
	return folder
}

// contents are the names and bytes of all files below a folder.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := map[string]string{}
	if err := filepath.WalkDir(folder, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			all[name] = "folder"
			return err
		}
		data, err := os.ReadFile(name)
		all[name] = string(data)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAFileThatIsGoneTakesNothing(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "state")
	d := open(t, folder)
	commit(t, d, store.Batch{})
	if err := os.Rename(folder, folder+"2"); err != nil {
		t.Fatal(err)
	}
	if err := d.Commit(store.Batch{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a commit to a file that was moved gives %v", err)
	}
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, disk.FileName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := d.Commit(store.Batch{}); err == nil || !strings.Contains(err.Error(), "replaced") {
		t.Errorf("a commit to a file that was replaced gives %v", err)
	}
	if err := os.Remove(filepath.Join(folder, disk.FileName)); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(filepath.Join(folder+"2", disk.FileName), filepath.Join(folder, disk.FileName)); err != nil {
		t.Fatal(err)
	}
	commit(t, d, store.Batch{})
}

func TestASecondProcessIsToldAtOnce(t *testing.T) {
	folder := t.TempDir()
	open(t, folder)
	if _, err := disk.Open(folder); !errors.Is(err, disk.ErrUsed) || !strings.Contains(err.Error(), folder) {
		t.Errorf("a second one gets %v", err)
	}
}

// TestDamageIsNeverTakenForData flips bits all over the file: whatever can still be read is as it was written.
func TestDamageIsNeverTakenForData(t *testing.T) {
	folder := written(t)
	file := filepath.Join(folder, disk.FileName)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for at := 0; at < len(data); at += 509 {
		data[at] ^= 0x55
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := readAll(t, folder); err != nil {
			found++
			if !strings.Contains(err.Error(), file) && !strings.Contains(err.Error(), folder) {
				t.Errorf("byte %d: the error does not name the file: %v", at, err)
			}
		}
		data[at] ^= 0x55
	}
	if found == 0 {
		t.Error("no damage was found at all")
	}
}

// readAll reads a state of written. Damage may keep it from that, but not change what it reads.
func readAll(t *testing.T, folder string) error {
	d, err := disk.Open(folder)
	if err != nil {
		return err
	}
	defer func() { _ = d.Close() }()
	return d.Load(store.Objects, func(key string, value []byte) error {
		if !bytes.Equal(value, bytes.Repeat([]byte(key), 2000)) {
			t.Errorf("damage was taken for data: %s holds %d bytes", key, len(value))
		}
		return nil
	})
}
