package embedded_test

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
	"github.com/kronoscope/kronoscope/kube/embedded/store/disk"
)

// hangable is a disk whose commits wait once it hangs.
type hangable struct {
	*disk.DB
	hung    chan struct{} // closed when it hangs
	release chan struct{}
}

func (h *hangable) Commit(b store.Batch) error {
	select {
	case <-h.hung:
		<-h.release
	default:
	}
	return h.DB.Commit(b)
}

func TestStopGivesAHungDiskUp(t *testing.T) {
	folder := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		state, err := disk.Open(folder)
		if err != nil {
			t.Fatal(err)
		}
		d := &hangable{state, make(chan struct{}), make(chan struct{})}
		var saves []error
		plane, err := embedded.New(embedded.OnDisk(embedded.Options{
			Seed: 1, Start: start, State: state, OnSave: func(err error) { saves = append(saves, err) },
		}, d))
		if err != nil {
			t.Fatal(err)
		}
		plane.Start()
		close(d.hung)
		if err := plane.Create(oneShot("late")); err != nil {
			t.Fatal(err)
		}
		begin := time.Now()
		plane.Stop()
		if took := time.Since(begin); took > 20*time.Second {
			t.Errorf("stopping takes %v", took)
		}
		if len(saves) != 1 || !errors.Is(saves[0], store.ErrHung) {
			t.Errorf("OnSave gets %v, want that the disk hangs", saves)
		}
		plane.Stop() // again, without effect

		// The disk works after all: the state is complete, and free for the next plane.
		close(d.release)
		synctest.Wait()
		if len(saves) != 2 || saves[1] != nil {
			t.Errorf("OnSave gets %v, want at last that all is well", saves)
		}
		if state, err = disk.Open(folder); err != nil {
			t.Fatal(err)
		}
		again, err := embedded.New(embedded.Options{Seed: 1, State: state})
		if err != nil {
			t.Fatal(err)
		}
		defer again.Stop()
		if _, err := again.Client().Jobs().Get("default", "late"); err != nil {
			t.Error(err)
		}
	})
}
