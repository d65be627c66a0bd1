package sandbox

import (
	"fmt"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/timefmt"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tools/simulated"
)

// Play is a simulated run of a program.
type Play struct {
	Duration time.Duration // negative: until a signal
	Lines    int           // of progress to log, spread over the duration
	ExitCode int
}

// run plays the simulated run on process p.
func (play *Play) run(p *machine.Process, cfg *Config) int {
	p.HandlesSignals = true
	if play.Duration < 0 {
		for {
			p.Sleep(timefmt.Forever)
		}
	}
	_, _ = fmt.Fprintln(cfg.Stdout, simulated.Line(cfg.Args))
	steps := max(play.Lines, 0)
	begun := p.Now()
	for i := 1; i <= steps; i++ {
		if at := begun.Add(play.Duration / time.Duration(steps) * time.Duration(i)); at.After(p.Now()) {
			p.Wait(at, nil)
		}
		p.Step(1)
		_, _ = fmt.Fprintf(cfg.Stdout, "[simulated] progress %d/%d (%d %%)\n", i, steps, 100*i/steps)
	}
	if at := begun.Add(play.Duration); at.After(p.Now()) {
		p.Wait(at, nil)
	}
	if play.ExitCode != 0 {
		_, _ = fmt.Fprintf(cfg.Stderr, "[simulated] failed with exit code %d\n", play.ExitCode)
	}
	return play.ExitCode
}
