// Package signal names the signals of simulated processes. It delivers none.
package signal

import (
	"strconv"
	"strings"
)

// Signal is the number of a signal, as on Linux.
type Signal int

var signalNames = map[string]Signal{
	"HUP": 1, "INT": 2, "QUIT": 3, "KILL": 9, "USR1": 10, "USR2": 12, "PIPE": 13, "ALRM": 14, "TERM": 15, "CHLD": 17,
	"CONT": 18, "STOP": 19, "TSTP": 20, "WINCH": 28,
}

const (
	Kill Signal = 9
	Term Signal = 15
)

// Parse reads TERM, SIGTERM, term or 15.
func Parse(s string) (Signal, bool) {
	if n, err := strconv.Atoi(s); err == nil {
		return Signal(n), n >= 0 && n < 65
	}
	sig, ok := signalNames[strings.TrimPrefix(strings.ToUpper(s), "SIG")]
	return sig, ok
}

// Name returns a name such as TERM, or the number of a signal without one.
func (s Signal) Name() string {
	for name, n := range signalNames {
		if n == s {
			return name
		}
	}
	return strconv.Itoa(int(s))
}

// Status returns the exit status of a process that the signal has ended.
func (s Signal) Status() int { return 128 + int(s) }

// Harmless reports whether a process without a trap ignores the signal.
func (s Signal) Harmless() bool { return s == 0 || s == 17 || s == 18 || s == 28 }
