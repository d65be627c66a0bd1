// Package strategy has, kind by kind, what the API server of the embedded plane does to an object before it is stored: how
// it defaults, prepares and validates it, what it warns about and what selectors see. These are the rules of
// k8s.io/kubernetes itself, with the default feature gates, made to work on the v1 types; no other package imports them.
//
// It never stores, serves or schedules anything, and takes names and times from the plane.
package strategy

import (
	"time"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/apiserver/pkg/storage/names"
)

// Options are what strategies need from the plane.
type Options struct {
	// Typer names the kinds of objects: the plane's scheme.
	Typer runtime.ObjectTyper
	// Names completes metadata.generateName; nil means five random characters, as upstream.
	Names names.NameGenerator
	// UIDs names LimitRanges that come without a name; nil means random UUIDs, as upstream.
	UIDs func() types.UID
	// Now returns the time of conditions, and the one from which ages in tables are counted. Nil is no time: ages are <unknown>.
	Now func() time.Time
}

// Strategy is what a registry.Store asks for, for its CreateStrategy, UpdateStrategy, DeleteStrategy and
// ResetFieldsStrategy.
type Strategy interface {
	rest.RESTCreateUpdateStrategy
	rest.GarbageCollectionDeleteStrategy
	rest.ResetFieldsStrategy
}

// base holds what all strategies share.
type base struct {
	runtime.ObjectTyper
	names.NameGenerator
	newUID func() types.UID
	now    func() time.Time
}
