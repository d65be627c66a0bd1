package main

import "syscall"

// crashSignal asks the program under test to panic. Windows delivers no signal that is free for this; the tests that send it need
// a terminal, and do not run there.
const crashSignal = syscall.SIGTERM
