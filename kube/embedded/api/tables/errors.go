package tables

import (
	"errors"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// interpretWriteError turns a change that cannot be saved into a 500, and one that waited too long for the disk into a 504.
func interpretWriteError(err error) error {
	var busy *store.BusyError
	if errors.As(err, &busy) {
		return apierrors.NewTimeoutError("request did not complete within the allotted timeout: "+busy.Error(), 0)
	}
	var unsaved *store.UnsavedError
	if errors.As(err, &unsaved) {
		return apierrors.NewInternalError(unsaved)
	}
	return err
}
