package machine

import "github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/signal"

// deliver sends process 1 the signals that came from outside.
func (m *Machine) deliver() {
	m.sigMu.Lock()
	sigs := m.sigs
	m.sigs = nil
	m.sigMu.Unlock()
	for _, sig := range sigs {
		m.procs[0].Send(sig)
	}
}

// shielded reports whether a signal without a trap does not reach the process. The kernel gives process 1 of a container only the
// signals that it has a handler for; sent from inside the container, not even KILL ends it. A program that the sandbox does not know
// is assumed to end on its own when it gets a signal, as most servers do.
func (p *Process) shielded(sig signal.Signal) bool {
	return p.PID == 1 && !p.m.noTraps && (!p.HandlesSignals || sig == signal.Kill)
}

// Send makes a signal pending, unless the process ignores it.
func (p *Process) Send(sig signal.Signal) {
	if p.Done {
		return
	}
	action, trapped := p.trap(sig)
	if trapped && action == "" && sig != signal.Kill || !trapped && (sig.Harmless() || p.shielded(sig)) {
		return
	}
	if len(p.Pending) < 16 {
		p.Pending = append(p.Pending, sig)
	}
}

func (p *Process) trap(sig signal.Signal) (action string, ok bool) {
	if p.Traps == nil || sig == signal.Kill {
		return "", false
	}
	return p.Traps.Trap(sig)
}

// fatalSignal reports whether a pending signal ends the process, and moves it to the front.
func (p *Process) fatalSignal() bool {
	for i, sig := range p.Pending {
		if _, trapped := p.trap(sig); !trapped && !p.shielded(sig) {
			p.Pending[0], p.Pending[i] = p.Pending[i], p.Pending[0]
			return true
		}
	}
	return false
}

// TakeSignal removes the first pending signal and returns it.
func (p *Process) TakeSignal() signal.Signal {
	sig := p.Pending[0]
	p.Pending = p.Pending[1:]
	return sig
}
