// Package sandbox runs the commands of simulated containers: a POSIX-like shell (the syntax and expansions of
// mvdan.cc/sh) over in-memory files, with common commands as built-ins and every other program simulated by one line.
//
// A container's processes share one virtual processor: exactly one of its goroutines computes at a time, and when all
// wait, the container sleeps on the plane's clock. So a run is reproducible, pipes and background jobs included.
//
// Process 1 has the signals that Linux gives it: those that it has a trap for. Simulated programs end at once of one.
//
// It never touches the host: no processes, files, network, environment, users or wall time. Steps, memory, processes and
// files are bounded, and a container can be killed at any time.
package sandbox
