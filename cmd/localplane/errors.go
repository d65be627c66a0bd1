package localplane

import (
	"log/slog"
	"sync"
	"time"
)

// quietTime is how long a component is not logged again after it has failed on an object. A plane that runs at the greatest speed
// retries thousands of times a second.
const quietTime = time.Second

// failures logs what goes wrong inside a plane: syncs that failed and are tried again, events that could not be written, and files
// that could not be kept.
type failures struct {
	logger *slog.Logger
	now    func() time.Time // of this machine

	mu     sync.Mutex
	recent map[failure]*quiet
}

// failure is what failed, and on what.
type failure struct{ component, object string }

// quiet is what was not logged since a failure was.
type quiet struct {
	logged  time.Time
	omitted int
}

func newFailures(logger *slog.Logger) *failures {
	return &failures{logger: logger, now: time.Now, recent: map[failure]*quiet{}}
}

// log logs a failure, unless the same component has failed on the same object just before: then the next record counts it.
func (f *failures) log(component, object string, err error) {
	omitted, ok := f.admit(failure{component, object})
	if !ok {
		return
	}
	attrs := []any{"error", err, "component", component, "object", object} // the error first: screens cut what is long
	if omitted > 0 {
		attrs = append(attrs, "omitted", omitted)
	}
	f.logger.Warn("error in the embedded plane", attrs...)
}

// admit reports whether a failure is to be logged, and how many were not since the last that was.
func (f *failures) admit(what failure) (omitted int, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.now()
	q := f.recent[what]
	if q != nil && now.Sub(q.logged) < quietTime {
		q.omitted++
		return 0, false
	}
	if q != nil {
		omitted = q.omitted
	}
	for old, q := range f.recent {
		if q.omitted == 0 && now.Sub(q.logged) >= quietTime {
			delete(f.recent, old)
		}
	}
	f.recent[what] = &quiet{logged: now}
	return omitted, true
}
