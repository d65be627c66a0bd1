package tables

import (
	"errors"

	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// interpretWriteError turns a change that cannot be saved into a 500.
func interpretWriteError(err error) error {
	var unsaved *store.UnsavedError
	if errors.As(err, &unsaved) {
		return apierrors.NewInternalError(unsaved)
	}
	return err
}
