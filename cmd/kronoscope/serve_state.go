package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/action"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/store/disk"
	"github.com/kronoscope/kronoscope/kube/manifest"
)

// closePatience bounds how long leaving waits for the last changes to reach the disk. It is long: they are the user's.
const closePatience = 30 * time.Second

// openState opens the folder of --state. All that is wrong with it is told before anything is changed.
func (s *serveFlags) openState() (*disk.DB, error) {
	if s.state == "" {
		return nil, nil
	}
	folder, err := filepath.Abs(s.state)
	if err != nil {
		return nil, fmt.Errorf("--state %s: %w", s.state, err)
	}
	state, err := disk.Open(folder)
	if err != nil {
		return nil, fmt.Errorf("--state %s: %w", s.state, err)
	}
	return state, nil
}

// blamed says of a plane that could not be made that its state is why.
func (s *serveFlags) blamed(err error) error {
	if s.state == "" {
		return err
	}
	if early := new(embedded.StartError); errors.As(err, &early) {
		err = early
	}
	return withCode(exitUsage, fmt.Errorf("--state %s: %w", s.state, err))
}

// patience is how long leaving may take.
func (s *serveFlags) patience() time.Duration {
	if s.state == "" {
		return stopPatience
	}
	return closePatience
}

// onSave tells the user that changes are refused, and when they no longer are.
func (s *serveFlags) onSave(errOut io.Writer) func(error) {
	return func(err error) {
		if err != nil {
			fmt.Fprintf(errOut, "kronoscope: --state %s: all changes are refused until the disk takes them again: %v\n", s.state, err)
			return
		}
		fmt.Fprintf(errOut, "kronoscope: --state %s: the disk takes changes again\n", s.state)
	}
}

// fill creates the objects of the manifests. On a state, those that are there already are left as they are, so that the same
// command can be given again.
func (s *serveFlags) fill(ctx context.Context, cluster *kube.Cluster, documents []manifest.Document, out io.Writer) error {
	if s.state == "" {
		return applied(action.Apply(ctx, cluster, documents))
	}
	left, problems, err := action.ApplyMissing(ctx, cluster, documents)
	if err := applied(problems, err); err != nil {
		return err
	}
	if len(left) > 0 {
		fmt.Fprintf(out, "Left as it is, because it exists already: %s.\n\n", listed(left))
	}
	return nil
}

// listed names some objects, and counts the rest.
func listed(objects []manifest.Place) string {
	const most = 5
	var names []string
	for _, o := range objects[:min(len(objects), most)] {
		names = append(names, o.Kind+" "+o.Name)
	}
	if more := len(objects) - most; more > 0 {
		return fmt.Sprintf("%s and %d more", strings.Join(names, ", "), more)
	}
	return strings.Join(names, ", ")
}

// kept says what becomes of all that was changed.
func (s *serveFlags) kept() string {
	if s.state == "" {
		return "Ctrl-C ends it, and nothing of it is kept."
	}
	return "Ctrl-C ends it. All that is changed is kept in " + s.state + ", even if it is killed."
}

// rehearse creates the objects on a plane that is thrown away: a manifest that is refused must leave nothing of the others behind.
func rehearse(ctx context.Context, f *flags, documents []manifest.Document) error {
	plane, cluster, err := newPlane(f, time.Time{}, 1)
	if err != nil {
		return err
	}
	defer plane.Stop()
	return applied(action.Apply(ctx, cluster, documents))
}

// applied is what the user is told of manifests that were not applied in full.
func applied(problems []manifest.Problem, err error) error {
	switch {
	case err != nil:
		return withCode(exitFailed, err)
	case len(problems) > 0:
		return complaint(problems)
	}
	return nil
}
