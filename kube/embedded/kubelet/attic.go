package kubelet

// Attic keeps what a node finds on its disk after it has started again.
type Attic interface {
	// Keep keeps data under a name, or removes what is there when data is nil. Data must not be changed afterwards.
	Keep(name string, data []byte)
	// Find returns what was kept before this process began, nil for nothing.
	Find(name string) ([]byte, error)
}
