// Package sandbox runs simulated containers: a POSIX-like shell over in-memory files, with common tools; every other program is
// simulated by one line of output. It puts together a container's machine, shell and tools, which live in the packages below it.
//
// A container's processes share one virtual processor: one of its goroutines computes at a time, and when all of them wait, the
// container sleeps on the plane's clock. So a run is reproducible, pipes and background jobs included.
//
// It never touches the host: no processes, files, network, environment, users or wall time. Steps, memory, processes and files are
// bounded, and a container can be killed at any time.
package sandbox
