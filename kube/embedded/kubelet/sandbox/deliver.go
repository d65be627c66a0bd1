package sandbox

// deliver hands the signals that came from outside to process 1.
func (m *machine) deliver() {
	m.sigMu.Lock()
	sigs := m.sigs
	m.sigs = nil
	m.sigMu.Unlock()
	for _, sig := range sigs {
		m.procs[0].send(sig)
	}
}

// shielded says whether a signal that the process has no trap for passes it by. So it is with process 1 of a container: the
// kernel hands it none but those that it has set a handler for, and from within not even KILL. A program that the sandbox does
// not know is taken to have handlers that end it, as most servers do.
func (p *proc) shielded(sig signal) bool {
	return p.pid == 1 && !p.m.noTraps && (!p.handles || sig == sigKill)
}

// send makes a signal pending, unless the process ignores it.
func (p *proc) send(sig signal) {
	if p.done {
		return
	}
	action, trapped := p.trap(sig)
	if trapped && action == "" && sig != sigKill || !trapped && (sig.harmless() || p.shielded(sig)) {
		return
	}
	if len(p.pending) < 16 {
		p.pending = append(p.pending, sig)
	}
}

func (p *proc) trap(sig signal) (action string, ok bool) {
	if p.shell == nil || sig == sigKill {
		return "", false
	}
	return p.shell.Trap(sig)
}

// fatalSignal says whether the first pending signal ends the process; it moves such a one to the front.
func (p *proc) fatalSignal() bool {
	for i, sig := range p.pending {
		if _, trapped := p.trap(sig); !trapped && !p.shielded(sig) {
			p.pending[0], p.pending[i] = p.pending[i], p.pending[0]
			return true
		}
	}
	return false
}

// takeSignal removes the first pending signal.
func (p *proc) takeSignal() signal {
	sig := p.pending[0]
	p.pending = p.pending[1:]
	return sig
}
