// Package tables adapts the plane's store to storage.Interface, so that upstream's generic registries can use it: get, list, watch
// and guaranteed updates, with upstream's errors.
//
// It dates objects by the plane's clock, never by the machine's, and it knows no rules of any kind.
package tables
