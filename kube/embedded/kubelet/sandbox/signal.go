package sandbox

import (
	"strconv"
	"strings"
)

type signal int

var signalNames = map[string]signal{
	"HUP": 1, "INT": 2, "QUIT": 3, "KILL": 9, "USR1": 10, "USR2": 12, "PIPE": 13, "ALRM": 14, "TERM": 15, "CHLD": 17,
	"CONT": 18, "STOP": 19, "TSTP": 20, "WINCH": 28,
}

const (
	sigKill signal = 9
	sigTerm signal = 15
)

// parseSignal reads TERM, SIGTERM, term or 15.
func parseSignal(s string) (signal, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return signal(n), n >= 0 && n < 65
	}
	sig, ok := signalNames[strings.TrimPrefix(strings.ToUpper(s), "SIG")]
	return sig, ok
}

func (s signal) name() string {
	for name, n := range signalNames {
		if n == s {
			return name
		}
	}
	return strconv.Itoa(int(s))
}

func (s signal) status() int { return 128 + int(s) }

// harmless signals are ignored by who has no trap for them.
func (s signal) harmless() bool { return s == 0 || s == 17 || s == 18 || s == 28 }

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
