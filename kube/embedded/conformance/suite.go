package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/conformance/play"
	"github.com/kronoscope/kronoscope/kube/embedded/conformance/virtual"
)

// playLimit bounds one play in real time: a plane that hangs must not hang the suite.
const playLimit = time.Minute

// Suite is a directory of scenarios, and directories of records: each has one take of the same plays.
type Suite struct {
	Scenarios string
	Records   []string
	Only      string
}

// Run plays the scenarios and prints a verdict on each, in the order of their files.
func (s Suite) Run(ctx context.Context, out io.Writer) (passed, failed int, err error) {
	files, err := play.Files(s.Scenarios)
	if err != nil {
		return 0, 0, err
	}
	if s.Only != "" {
		files = only(files, s.Only)
	}
	if len(files) == 0 {
		return 0, 0, fmt.Errorf("no scenario to play in %s", s.Scenarios)
	}
	verdicts := make([]chan error, len(files))
	busy := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, file := range files {
		verdicts[i] = make(chan error, 1)
		go func() {
			busy <- struct{}{}
			defer func() { <-busy }()
			verdicts[i] <- s.Play(ctx, file)
		}()
	}
	for i, file := range files {
		name := base(file)
		if verdict := <-verdicts[i]; verdict != nil {
			failed++
			fmt.Fprintf(out, "FAIL %s\n%s\n", name, indent(verdict.Error()))
		} else {
			passed++
			fmt.Fprintf(out, "ok %s\n", name)
		}
	}
	return passed, failed, nil
}

// Play plays the scenario in a file from the start of each take until one agrees. Its error shows the differences from the first
// take.
func (s Suite) Play(ctx context.Context, file string) error {
	scenario, err := play.LoadScenario(file)
	if err != nil {
		return err
	}
	takes, err := s.takes(filepath.Base(file))
	if err != nil {
		return err
	}
	var first error
	for _, take := range takes {
		err := playTake(ctx, scenario, take, takes)
		if err == nil {
			return nil
		}
		if first == nil {
			first = err
		}
	}
	return first
}

func (s Suite) takes(file string) ([]*play.Record, error) {
	var takes []*play.Record
	var missing error
	for _, dir := range s.Records {
		record, err := play.LoadRecord(filepath.Join(dir, file))
		switch {
		case err == nil:
			takes = append(takes, record)
		case errors.Is(err, fs.ErrNotExist):
			missing = err
		default:
			return nil, err
		}
	}
	if len(takes) == 0 {
		return nil, fmt.Errorf("nothing to compare with: %w", missing)
	}
	return takes, nil
}

func playTake(ctx context.Context, scenario *play.Scenario, take *play.Record, takes []*play.Record) error {
	ctx, cancel := context.WithTimeout(ctx, playLimit)
	defer cancel()
	got, err := virtual.Play(ctx, scenario, take.StartedAt)
	if err != nil {
		return err
	}
	if differences := play.Compare(scenario, got, take, takes...); len(differences) > 0 {
		return errors.New(strings.Join(differences, "\n"))
	}
	return nil
}

func only(files []string, name string) []string {
	var found []string
	for _, file := range files {
		if base(file) == name {
			found = append(found, file)
		}
	}
	return found
}

func base(file string) string {
	return strings.TrimSuffix(filepath.Base(file), filepath.Ext(file))
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(text, "\n", "\n  ")
}
