package serving

import (
	"os"
	"syscall"
	"testing"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
)

func TestTheSecondSignalEndsTheProcessWithoutTraces(t *testing.T) {
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	left := 0
	traces := &cleanup{}
	exited := make(chan int, 1)
	ctx, stop := untilSignal(t.Context(), traces, func(code int) { exited <- code })
	defer stop()
	making, made := make(chan struct{}), make(chan struct{})
	go func() {
		_ = traces.create(func() (func(), error) {
			close(making)
			<-made // both signals come before it is done
			left++
			return func() { left-- }, nil
		})
	}()
	<-making
	for _, s := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		if err := self.Signal(s); err != nil {
			t.Fatal(err)
		}
		<-ctx.Done()
	}
	select {
	case code := <-exited:
		t.Fatalf("it has ended with %d while a trace was being made", code)
	default:
	}
	close(made)
	if code := <-exited; code != exitcode.Interrupted || left != 0 {
		t.Errorf("it ends with %d and leaves %d behind", code, left)
	}
}

func TestTracesAreRemovedOnce(t *testing.T) {
	removed := 0
	traces := &cleanup{}
	traces.run()
	if err := traces.create(func() (func(), error) { return func() { removed++ }, nil }); err != nil {
		t.Fatal(err)
	}
	traces.run()
	traces.run()
	if removed != 1 {
		t.Errorf("removed %d times", removed)
	}
}
