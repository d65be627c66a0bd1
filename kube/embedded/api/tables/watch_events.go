package tables

import (
	"context"
	"errors"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// event turns a change into this watch's event: an object that stops matching is deleted, one that starts to match is added.
func (w *watcher) event(c store.Change) (watch.Event, bool, error) {
	if c.Revision <= w.revision {
		return watch.Event{}, false, nil // the client asked to start at a later revision
	}
	before, err := w.matches(c.Old)
	if err != nil {
		return watch.Event{}, false, err
	}
	after, err := w.matches(c.New)
	if err != nil {
		return watch.Event{}, false, err
	}
	switch {
	case after && before:
		return watch.Event{Type: watch.Modified, Object: ShallowCopy(c.New.Object)}, true, nil
	case after:
		return watch.Event{Type: watch.Added, Object: ShallowCopy(c.New.Object)}, true, nil
	case before:
		gone := ShallowCopy(c.Old.Object)
		if err := w.storage.UpdateObject(gone, c.Revision); err != nil {
			return watch.Event{}, false, err
		}
		return watch.Event{Type: watch.Deleted, Object: gone}, true, nil
	default:
		return watch.Event{}, false, nil
	}
}

func (w *watcher) matches(item *store.Item) (bool, error) {
	if item == nil ||
		w.namespace != "" && item.Object.GetNamespace() != w.namespace ||
		w.name != "" && item.Object.GetName() != w.name {
		return false, nil
	}
	return w.predicate.Matches(item.Object)
}

// bookmark sends the client the revision that it has reached; complete marks the end of the initial objects.
func (w *watcher) bookmark(ctx context.Context, complete bool) bool {
	w.skipped = 0
	obj := w.storage.newFunc().(resource.Object)
	if err := w.storage.UpdateObject(obj, w.revision); err != nil {
		return w.send(ctx, errorEvent(err))
	}
	if complete {
		obj.SetAnnotations(map[string]string{metav1.InitialEventsAnnotationKey: "true"})
	}
	return w.send(ctx, watch.Event{Type: watch.Bookmark, Object: obj})
}

func (w *watcher) send(ctx context.Context, e watch.Event) bool {
	select {
	case w.results <- e:
		return true
	case <-ctx.Done():
		return false
	}
}

func errorEvent(err error) watch.Event {
	var expired *store.ExpiredError
	if errors.As(err, &expired) {
		err = apierrors.NewResourceExpired(expired.Error())
	}
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		status = apierrors.NewInternalError(err)
	}
	s := status.Status()
	return watch.Event{Type: watch.Error, Object: &s}
}
