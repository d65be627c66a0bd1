package judge_test

import (
	"os"
	"path/filepath"
	"sync"
	"testing"

	"sigs.k8s.io/yaml"

	"github.com/kronoscope/kronoscope/kube/e2e/judge"
	"github.com/kronoscope/kronoscope/kube/embedded/conformance/play"
)

// conformance is where the scenarios and the records of the main module are.
var conformance = filepath.Join("..", "..", "..", "testdata", "conformance")

func TestThePlanesAgree(t *testing.T) {
	real := judge.New(t)
	dir := os.Getenv("RECORD_DIR")
	files, err := play.Files(filepath.Join(conformance, "scenarios"))
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	defer all.Wait()
	for _, file := range files {
		scenario, err := play.LoadScenario(file)
		if err != nil {
			t.Fatal(err)
		}
		all.Add(1)
		go func() {
			defer all.Done()
			record, err := real.Play(t.Context(), scenario)
			if err != nil {
				t.Error(err)
				return
			}
			data, _ := yaml.Marshal(record)
			os.WriteFile(filepath.Join(dir, scenario.Name+".yaml"), data, 0o644)
		}()
	}
	all.Wait()
}
