package machine

import (
	"strconv"
	"strings"
	"time"
)

// Limits bound what a container may use. A zero field stands for the default.
type Limits struct {
	Steps  int   // interpreter steps between two sleeps; default 10,000,000
	Memory int64 // bytes of shell variables, captured output and the like; default 32 MiB
	Procs  int   // processes at a time; default 64
	Depth  int   // nested functions, substitutions and subshells; default 500
}

const (
	stepCost   = 100 * time.Microsecond // virtual time that a step of the shell takes
	chargeStep = 50 * time.Millisecond  // how much computing is slept for at once
	refill     = 100_000                // steps given back per second slept
)

func (l Limits) orDefault() Limits {
	if l.Steps == 0 {
		l.Steps = 10_000_000
	}
	if l.Memory == 0 {
		l.Memory = 32 << 20
	}
	if l.Procs == 0 {
		l.Procs = 64
	}
	if l.Depth == 0 {
		l.Depth = 500
	}
	return l
}

// Step accounts for n steps of computing. It lets the time pass that they take, and ends a container that never stops computing.
func (p *Process) Step(n int) {
	m := p.m
	m.steps += n
	if m.steps > m.limits.Steps {
		m.exceed("steps (it computes without ever sleeping)")
	}
	m.cost += time.Duration(n) * stepCost
	if m.cost >= chargeStep {
		d := m.cost
		m.cost = 0
		m.charged += d
		p.Sleep(d)
	}
	if m.kill.Load() {
		p.Check()
	}
}

// grow accounts for memory taken, or given back when negative.
func (m *Machine) grow(bytes int) {
	m.mem += int64(bytes)
	if m.mem > m.limits.Memory {
		m.exceed(memoryBound)
	}
}

// memoryBound begins the name of every bound of memory; details follow in parentheses.
const memoryBound = "memory"

// OutOfMemory reports whether a bound that a container met is one of memory.
func OutOfMemory(bound string) bool { return strings.HasPrefix(bound, memoryBound) }

// exceed ends the container because it exceeded a bound.
func (m *Machine) exceed(bound string) {
	if m.Bound == "" {
		m.Bound = bound
	}
	m.stop = true
	panic(killed{})
}

// Grow accounts for memory taken, or given back when negative.
func (p *Process) Grow(bytes int) { p.m.grow(bytes) }

// Exceed ends the container because it exceeded a bound. It does not return.
func (p *Process) Exceed(bound string) { p.m.exceed(bound) }

// ExceedMemory is Exceed for the bound of memory; what names the use that went too far.
func (p *Process) ExceedMemory(what string) { p.m.exceed(memoryBound + " (" + what + ")") }

// Nest ends the container if a depth of nesting exceeds its bound.
func (p *Process) Nest(depth int, bound string) {
	if depth > p.m.limits.Depth {
		p.m.exceed(bound)
	}
}

// NestShell is Nest for shells within one another.
func (p *Process) NestShell(depth int) {
	p.Nest(depth, "nesting ("+strconv.Itoa(p.m.limits.Depth)+" shells within one another)")
}

// Memory returns the bytes in use and how many may be.
func (p *Process) Memory() (used, limit int64) { return p.m.mem, p.m.limits.Memory }
