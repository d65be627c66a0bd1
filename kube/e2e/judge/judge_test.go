package judge_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/kronoscope/kronoscope/kube/e2e/judge"
	"github.com/kronoscope/kronoscope/kube/embedded/conformance/play"
	"github.com/kronoscope/kronoscope/kube/embedded/conformance/virtual"
)

var (
	// conformance is where the scenarios and the records of the main module are.
	conformance = filepath.Join("..", "..", "..", "testdata", "conformance")

	only   = flag.String("play", "", "play only the scenarios whose names are in this list, separated by commas")
	record = flag.String("record", "", "write the records of the plays to this directory")
	from   = flag.String("from", "", "play the scenarios of this directory instead of all; it has scenarios, records and records-b")
)

// rounds are how many scenarios play at a time: first all, then those whose planes differed, because a busy machine can make
// the real plane late by seconds. What differs in all rounds does.
var rounds = []int{12, 3, 1}

// TestThePlanesAgree plays every scenario on a real control plane, and again on the embedded one from the same instant.
func TestThePlanesAgree(t *testing.T) {
	pieces := selected(t)
	real := judge.New(t)
	verdicts := &verdicts{differences: map[string][]string{}}
	left := pieces
	for round, limit := range rounds {
		began := time.Now()
		judge.Together(left, limit, func(p judge.Piece) { verdicts.set(p.Name, compare(t.Context(), real, p)) })
		left = slices.DeleteFunc(slices.Clone(left), func(p judge.Piece) bool { return len(verdicts.differences[p.Name]) == 0 })
		t.Logf("round %d took %v; the planes differ in %d plays", round+1, time.Since(began).Round(time.Second), len(left))
		for _, p := range left {
			t.Logf("%s differs in round %d:\n%s", p.Name, round+1, strings.Join(verdicts.differences[p.Name], "\n"))
		}
		if len(left) == 0 {
			break
		}
	}
	for _, p := range pieces {
		t.Run(p.Name, func(t *testing.T) {
			for _, difference := range verdicts.differences[p.Name] {
				t.Error(difference)
			}
		})
	}
}

// compare plays a scenario on both planes and says what differs.
func compare(ctx context.Context, real *judge.Judge, p judge.Piece) []string {
	want, err := real.Play(ctx, p.Scenario)
	if err != nil {
		return []string{err.Error()}
	}
	if err := write(want); err != nil {
		return []string{err.Error()}
	}
	got, err := virtual.Play(ctx, p.Scenario, want.StartedAt)
	if err != nil {
		return []string{err.Error()}
	}
	return play.Compare(p.Scenario, got, want, p.Takes...)
}

func write(r *play.Record) error {
	if *record == "" {
		return nil
	}
	data, err := yaml.Marshal(r)
	if err != nil {
		return fmt.Errorf("write the record of %s: %w", r.Name, err)
	}
	return os.WriteFile(filepath.Join(*record, r.Name+".yaml"), data, 0o644) //nolint:gosec // it is to be committed
}

// verdicts are the differences of each play in its last round.
type verdicts struct {
	mu          sync.Mutex
	differences map[string][]string
}

func (v *verdicts) set(name string, differences []string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.differences[name] = differences
}

func selected(t *testing.T) []judge.Piece {
	t.Helper()
	dirs := []string{conformance, filepath.Join(conformance, "own")}
	if *from != "" {
		dirs = []string{*from}
	}
	var pieces []judge.Piece
	for _, dir := range dirs {
		more, err := judge.LoadPieces(dir)
		if err != nil {
			t.Fatal(err)
		}
		pieces = append(pieces, more...)
	}
	if *only != "" {
		names := strings.Split(*only, ",")
		pieces = slices.DeleteFunc(pieces, func(p judge.Piece) bool { return !slices.Contains(names, p.Name) })
	}
	if len(pieces) == 0 {
		t.Fatal("no scenario is selected")
	}
	return pieces
}
