package localplane

import "log/slog"

// logErrors logs what goes wrong inside a plane: syncs that failed and are tried again, events that could not be written, and
// files that could not be kept.
func logErrors(logger *slog.Logger) func(component, object string, err error) {
	return func(component, object string, err error) {
		logger.Warn("the embedded control plane: "+component+" failed", "component", component, "object", object, "error", err)
	}
}
