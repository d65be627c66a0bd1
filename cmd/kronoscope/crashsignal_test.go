//go:build !windows

package main

import "syscall"

// crashSignal asks the program under test to panic.
const crashSignal = syscall.SIGUSR1
