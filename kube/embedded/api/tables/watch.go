package tables

import (
	"context"

	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/apiserver/pkg/storage"

	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

const (
	watchBuffer = 100
	// bookmarkEvery is the number of changes that do not match a watch after which it gets a bookmark.
	bookmarkEvery = 100
)

func (s *Storage) Watch(ctx context.Context, key string, opts storage.ListOptions) (watch.Interface, error) {
	start, err := s.ParseResourceVersion(opts.ResourceVersion)
	if err != nil {
		return nil, err // as upstream, which answers 500
	}
	namespace, name, _ := s.scope(key, opts.Recursive)
	w := &watcher{
		storage: s, namespace: namespace, name: name, predicate: opts.Predicate, results: make(chan watch.Event, watchBuffer),
	}
	ctx, w.cancel = context.WithCancel(ctx)
	initial, err := w.open(start, opts)
	if err != nil {
		// After the resource version has been parsed, upstream reports errors inside the stream.
		w.results <- errorEvent(err)
		close(w.results)
		return w, nil
	}
	go w.run(ctx, initial, opts.SendInitialEvents != nil && *opts.SendInitialEvents)
	return w, nil
}

// watcher is one watch. Its goroutine ends with the context or with Stop.
type watcher struct {
	storage   *Storage
	namespace string
	name      string
	predicate storage.SelectionPredicate
	cursor    *store.Cursor
	revision  uint64 // the client knows every change up to it
	skipped   int
	results   chan watch.Event
	cancel    context.CancelFunc
}

func (w *watcher) Stop()                          { w.cancel() }
func (w *watcher) ResultChan() <-chan watch.Event { return w.results }

// open decides at which revision the watch starts, and with which objects.
func (w *watcher) open(start uint64, opts storage.ListOptions) (initial []*store.Item, err error) {
	sendInitial := start == 0
	if opts.SendInitialEvents != nil {
		sendInitial = *opts.SendInitialEvents
		if sendInitial {
			if err := w.storage.reached(opts.ResourceVersion); err != nil {
				return nil, err
			}
		}
	}
	if sendInitial || start == 0 {
		initial, w.revision, w.cursor = w.storage.table.ListAndCursor(w.namespace)
		if !sendInitial {
			initial = nil
		}
		return initial, nil
	}
	w.revision = start
	w.cursor, err = w.storage.table.Cursor(start)
	return nil, err
}

func (w *watcher) run(ctx context.Context, initial []*store.Item, bookmarkInitial bool) {
	defer close(w.results)
	defer w.cancel()
	for _, item := range initial {
		matches, err := w.matches(item)
		if err != nil {
			w.send(ctx, errorEvent(err))
			return
		}
		if matches && !w.send(ctx, watch.Event{Type: watch.Added, Object: ShallowCopy(item.Object)}) {
			return
		}
	}
	if bookmarkInitial && w.predicate.AllowWatchBookmarks && !w.bookmark(ctx, true) {
		return
	}
	for {
		if w.skipped >= bookmarkEvery && w.predicate.AllowWatchBookmarks && !w.cursor.Pending() && !w.bookmark(ctx, false) {
			return
		}
		change, err := w.cursor.Next(ctx)
		if ctx.Err() != nil {
			return
		}
		event, ok := watch.Event{}, false
		if err == nil {
			event, ok, err = w.event(change)
		}
		if err != nil {
			w.send(ctx, errorEvent(err))
			return
		}
		if !ok {
			w.skipped++
			w.revision = max(w.revision, change.Revision)
			continue
		}
		if !w.send(ctx, event) {
			return
		}
		w.skipped, w.revision = 0, max(w.revision, change.Revision)
	}
}
