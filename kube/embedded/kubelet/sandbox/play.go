package sandbox

import (
	"fmt"
	"time"
)

// Play is a simulated run of a program.
type Play struct {
	Duration time.Duration // negative: until a signal comes
	Lines    int           // of progress that it logs, spread over the duration
	ExitCode int
}

// run plays a simulated run in the place of a program.
func (play *Play) run(p *proc, cfg *Config) int {
	p.handles = true
	if play.Duration < 0 {
		for {
			p.sleep(forever)
		}
	}
	_, _ = fmt.Fprintln(cfg.Stdout, Line(cfg.Args))
	steps := max(play.Lines, 0)
	begun := p.now()
	for i := 1; i <= steps; i++ {
		if at := begun.Add(play.Duration / time.Duration(steps) * time.Duration(i)); at.After(p.now()) {
			p.wait(at, nil)
		}
		p.Step(1)
		_, _ = fmt.Fprintf(cfg.Stdout, "[simulated] progress %d/%d (%d %%)\n", i, steps, 100*i/steps)
	}
	if at := begun.Add(play.Duration); at.After(p.now()) {
		p.wait(at, nil)
	}
	if play.ExitCode != 0 {
		_, _ = fmt.Fprintf(cfg.Stderr, "[simulated] failed with exit code %d\n", play.ExitCode)
	}
	return play.ExitCode
}
