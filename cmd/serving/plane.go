package serving

import (
	"context"
	"io"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/cmd/localplane"
	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/manifest"
)

// makePlane makes the plane and creates the objects of the manifests while its clock stands. until is the instant of --until.
func (s *Request) makePlane(ctx context.Context, f *flags.Shared, in io.Reader, out, errOut io.Writer) (_ *embedded.Plane, _ *kube.Cluster, until time.Time, err error) {
	speed, err := s.Plane.Rate()
	if err != nil {
		return nil, nil, until, err
	}
	start, err := s.Plane.StartAt(time.Now())
	if err != nil {
		return nil, nil, until, err
	}
	var documents []manifest.Document
	if len(s.Files) > 0 {
		var problems []manifest.Problem
		if documents, problems = manifest.Read(in, s.Files...); len(problems) > 0 {
			return nil, nil, until, exitcode.Problems(problems)
		}
	}
	if !start.IsZero() {
		if _, err := s.Plane.EndAfter(start); err != nil {
			return nil, nil, until, err
		}
	}
	own := *f
	own.Plane, own.Cluster.Namespace = s.Plane, s.Namespace
	own.Cluster.ReadOnly = false // only the screens are read-only
	if s.State != "" {
		if err := tryOut(ctx, &own, documents); err != nil {
			return nil, nil, until, err
		}
	}
	state, err := s.openState()
	if err != nil {
		return nil, nil, until, err
	}
	plane, cluster, err := localplane.NewWith(&own, embedded.Options{Start: start, State: state, OnSave: s.onSave(errOut, f.Log.Logger())}, speed)
	if err != nil {
		return nil, nil, until, s.stateError(err)
	}
	if until, err = s.Plane.EndAfter(plane.Clock().Now()); err == nil {
		err = s.applyManifests(ctx, cluster, documents, out)
	}
	if err == nil && s.Namespace != "" { // after the manifests, which may describe it
		if err = plane.Create(&corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: s.Namespace}}); err != nil {
			err = exitcode.With(exitcode.Failed, err)
		}
	}
	if err != nil {
		plane.Stop()
	}
	return plane, cluster, until, err
}
