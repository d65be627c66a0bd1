package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// large is a blob of which four have room among what waits.
func large(version int) []byte {
	b := make([]byte, 16<<20)
	b[0] = byte(version)
	return b
}

// full is a journal that knows its disk to be full.
func full(t *testing.T) (*memory, *store.Journal) {
	t.Helper()
	d := newMemory()
	k := mustOpen(t, d, store.Options{}, nil)
	d.fail(true)
	if err := k.journal.SaveInstant(t.Context()); !errors.Is(err, errFull) {
		t.Fatalf("on a full disk the journal says %v", err)
	}
	return d, k.journal
}

func found(t *testing.T, d *memory, name string) []byte {
	t.Helper()
	data, err := d.Find(store.Blobs, name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestTheNewestBlobOutlivesAFullDisk(t *testing.T) {
	d, j := full(t)
	for version := range 6 {
		if !j.Keep("volume", large(version)) {
			t.Errorf("version %d is not kept, though the one before can go", version)
		}
	}
	d.fail(false)
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	if got := found(t, d, "volume"); len(got) != 16<<20 || got[0] != 5 {
		t.Errorf("%d bytes that begin with %v are kept, want those of version 5", len(got), got[:min(len(got), 1)])
	}
}

func TestABlobWithoutRoomIsRefusedUntilTheDiskTakesWhatWaits(t *testing.T) {
	d, j := full(t)
	for i := range 5 {
		if kept := j.Keep(fmt.Sprint(i), large(i)); kept != (i < 4) {
			t.Errorf("blob %d: kept %v", i, kept)
		}
	}
	d.fail(false)
	if !j.Keep("4", large(4)) {
		t.Error("once the disk takes what waits, the last is still refused")
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		if got := found(t, d, fmt.Sprint(i)); len(got) != 16<<20 || got[0] != byte(i) {
			t.Errorf("%d bytes are kept of blob %d", len(got), i)
		}
	}
	if j.Keep("late", []byte("x")) {
		t.Error("a closed journal claims to keep something")
	}
}

// TestABlobThatIsBeingWrittenStaysAsItIs: a newer one waits for the next batch, and takes its place only if this one fails.
func TestABlobThatIsBeingWrittenStaysAsItIs(t *testing.T) {
	for _, c := range []struct {
		name  string
		fails bool
		want  []string
	}{
		{"and is on the disk until the next", false, []string{"one", "three"}},
		{"and is forgotten where the disk fails", true, []string{"three"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newMemory()
			j := mustOpen(t, d, store.Options{}, nil).journal
			written := make(chan struct{})
			d.during = func() {
				d.during = nil
				j.Keep("volume", []byte("two"))
				j.Keep("volume", []byte("three"))
				d.fail(c.fails)
				close(written)
			}
			j.Keep("volume", []byte("one"))
			<-written
			if err := j.SaveInstant(t.Context()); c.fails != (err != nil) {
				t.Fatal(err)
			}
			d.fail(false)
			if err := j.Close(); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, batch := range d.batches {
				for _, r := range batch {
					got = append(got, string(r.Value))
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("the disk was given %q, want %q", got, c.want)
			}
		})
	}
}
