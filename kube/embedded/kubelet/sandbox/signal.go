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
