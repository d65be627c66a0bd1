package serving

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/localplane"
	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/action"
	"github.com/kronoscope/kronoscope/kube/manifest"
)

// applyManifests creates the objects of the manifests. With --state, objects that exist already are left as they are, so that the
// same command can be given again.
func (s *Request) applyManifests(ctx context.Context, cluster *kube.Cluster, documents []manifest.Document, out io.Writer) error {
	if s.State == "" {
		return localplane.ApplyError(action.New(cluster).Apply(ctx, documents))
	}
	left, problems, err := action.New(cluster).ApplyMissing(ctx, documents)
	if err := localplane.ApplyError(problems, err); err != nil {
		return err
	}
	if len(left) > 0 {
		fmt.Fprintf(out, "Left as they are, because they already exist: %s.\n\n", listText(left))
	}
	return nil
}

// listText names the first objects and counts the rest.
func listText(objects []manifest.Place) string {
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

// tryOut creates the objects on a plane that is thrown away: if one is refused, none of the others may reach the state.
func tryOut(ctx context.Context, f *flags.Shared, documents []manifest.Document) error {
	plane, cluster, err := localplane.New(f, time.Time{}, 1)
	if err != nil {
		return err
	}
	defer plane.Stop()
	return localplane.ApplyError(action.New(cluster).Apply(ctx, documents))
}
