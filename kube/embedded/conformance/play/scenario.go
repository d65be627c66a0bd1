// Package play plays conformance scenarios on a control plane and compares the result with a real plane's, or with another play's.
// A scenario is a list of timed requests. A record is everything that the API shows of their effects, without what differs from run
// to run.
//
// It knows nothing of a plane's internals: it sends requests, watches objects and reads lists.
package play

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"sigs.k8s.io/yaml"
)

// Scenario is a list of requests to the API with their times, and how long to watch.
type Scenario struct {
	Name        string   `json:"name"`
	Description string   `json:"description,omitempty"`
	Until       Duration `json:"until"`
	Steps       []Step   `json:"steps"`
}

// Step is one request, at an offset from the start. Exactly one of its other fields is set.
type Step struct {
	At      Duration       `json:"at"`
	Create  map[string]any `json:"create,omitempty"`
	Patch   *Patch         `json:"patch,omitempty"`
	Delete  *Delete        `json:"delete,omitempty"`
	Disrupt *Disrupt       `json:"disrupt,omitempty"`
	Trigger *Trigger       `json:"trigger,omitempty"`
}

// Patch changes an object. Type is merge (the default), strategic or json. A string such as T-7200s stands for 7200 seconds before
// the start of the play.
type Patch struct {
	Kind        string `json:"kind"`
	Name        string `json:"name"`
	Type        string `json:"type,omitempty"`
	Subresource string `json:"subresource,omitempty"`
	Patch       any    `json:"patch"`
}

// Delete deletes an object by name or, with kind Pod, all pods of a Job.
type Delete struct {
	Kind        string `json:"kind"`
	Name        string `json:"name,omitempty"`
	Job         string `json:"job,omitempty"`
	Propagation string `json:"propagation,omitempty"`
}

// Disrupt makes every unfinished pod of a Job fail with the condition DisruptionTarget.
type Disrupt struct {
	Job    string `json:"job"`
	Reason string `json:"reason,omitempty"`
}

// Trigger creates a Job from a CronJob, as kubectl create job --from does.
type Trigger struct {
	CronJob string `json:"cronJob"`
	Name    string `json:"name"`
}

// Duration is written as a Go duration ("90s") or as a number of seconds.
type Duration struct{ time.Duration }

// UnmarshalJSON reads either form.
func (d *Duration) UnmarshalJSON(data []byte) error {
	var seconds float64
	if err := json.Unmarshal(data, &seconds); err == nil {
		d.Duration = time.Duration(seconds * float64(time.Second))
		return nil
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("reading a duration: %w", err)
	}
	parsed, err := time.ParseDuration(text)
	if err != nil {
		return fmt.Errorf("reading a duration: %w", err)
	}
	d.Duration = parsed
	return nil
}

// MarshalJSON writes the Go form.
func (d Duration) MarshalJSON() ([]byte, error) { return json.Marshal(d.String()) }

func (s Step) action() (string, error) {
	var actions []string
	for name, set := range map[string]bool{
		"create": s.Create != nil, "patch": s.Patch != nil, "delete": s.Delete != nil,
		"disrupt": s.Disrupt != nil, "trigger": s.Trigger != nil,
	} {
		if set {
			actions = append(actions, name)
		}
	}
	if len(actions) != 1 {
		return "", fmt.Errorf("want one action, got %d", len(actions))
	}
	return actions[0], nil
}

// LoadScenario reads a scenario from a file.
func LoadScenario(path string) (*Scenario, error) {
	var s Scenario
	if err := loadYAML(path, &s); err != nil {
		return nil, fmt.Errorf("reading scenario: %w", err)
	}
	if s.Name == "" {
		s.Name = nameOf(path)
	}
	for i, step := range s.Steps {
		if _, err := step.action(); err != nil {
			return nil, fmt.Errorf("reading scenario %s: step %d: %w", s.Name, i, err)
		}
	}
	return &s, nil
}

// Files lists the YAML files of a directory by name.
func Files(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", dir, err)
	}
	var files []string
	for _, entry := range entries {
		if ext := filepath.Ext(entry.Name()); !entry.IsDir() && (ext == ".yaml" || ext == ".yml") {
			files = append(files, filepath.Join(dir, entry.Name()))
		}
	}
	slices.Sort(files)
	return files, nil
}

func nameOf(path string) string {
	return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
}

func loadYAML(path string, into any) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := yaml.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
