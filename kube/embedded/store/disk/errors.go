package disk

import (
	"errors"
	"fmt"
	"io/fs"
)

// The reasons for which a folder is refused, besides [ErrDamaged] and errors of the operating system.
var (
	ErrForeign = errors.New("the folder holds files, but no state of kronoscope serve: choose another folder, or an empty one")
	ErrNewer   = errors.New("the state was written by a newer kronoscope")
	ErrUsed    = errors.New("another kronoscope uses this state")
)

func (d *DB) failed(what string, err error) error {
	if err == nil || errors.As(err, new(*fs.PathError)) {
		return err // its message is complete
	}
	return fmt.Errorf("%s %s: %w", what, d.file, err)
}

// ErrDamaged reports that a file is not as it was written.
var ErrDamaged = errors.New("the file is damaged")

func (d *DB) damaged(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w: %w", d.file, ErrDamaged, err)
}
