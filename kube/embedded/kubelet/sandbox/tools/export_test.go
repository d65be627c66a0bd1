package tools

import (
	"maps"
	"slices"
)

// Names returns the names of all tools, sorted.
func Names() []string { return slices.Sorted(maps.Keys(table)) }
