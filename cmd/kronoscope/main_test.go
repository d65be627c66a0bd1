package main

import (
	"context"
	"os"
	"os/signal"
	"testing"

	"github.com/kronoscope/kronoscope/cmd/crash"
)

// asMain makes a test binary behave as the program, so that whole-program tests run the code under test, with the race
// detector, in a process of its own.
const asMain = "KRONOSCOPE_TEST_AS_MAIN"

func TestMain(m *testing.M) {
	if os.Getenv(asMain) == "" {
		leaveOutTheUsersSettings()
		os.Exit(m.Run())
	}
	go crashOnSignal()
	os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// leaveOutTheUsersSettings keeps those of who runs the tests from changing what they see.
func leaveOutTheUsersSettings() {
	for name, value := range map[string]string{
		"XDG_CONFIG_HOME": "/nonexistent", "KRONOSCOPE_CONFIG": "", "KRONOSCOPE_THEME": "", "KRONOSCOPE_LOG_FILE": "", "KRONOSCOPE_LOG_LEVEL": "",
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
}

// crashOnSignal panics where nobody recovers, for the test of what becomes of the terminal then. The watchdog is brought up
// first, for the signal may come before it is.
func crashOnSignal() {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, crashSignal)
	<-signals
	if _, err := crash.StartReporter(""); err != nil {
		panic("no watchdog: " + err.Error())
	}
	panic("broken on purpose")
}
