package play

import (
	"fmt"
	"time"
)

// Record is what was seen of a play. Names and times are replaced as described in the README of the conformance directory.
type Record struct {
	Name      string           `json:"name"`
	StartedAt time.Time        `json:"startedAt"`
	Responses []Response       `json:"responses"`
	Jobs      []map[string]any `json:"jobs"`
	CronJobs  []map[string]any `json:"cronJobs,omitempty"`
	Pods      []Pod            `json:"pods"`
	Events    []Event          `json:"events"`
	Timeline  []Line           `json:"timeline"`
}

// Response is the response to a step. Every success has code 200. Object is set for a create.
type Response struct {
	Step    int            `json:"step"`
	Code    int            `json:"code"`
	Reason  string         `json:"reason,omitempty"`
	Message string         `json:"message,omitempty"`
	Causes  []string       `json:"causes,omitempty"`
	Object  map[string]any `json:"object,omitempty"`
}

// Pod is a pod as it was last seen. CreatedAt and DeletedAt are seconds from the start.
type Pod struct {
	Name        string            `json:"name"`
	Job         string            `json:"job,omitempty"`
	Index       string            `json:"index,omitempty"`
	CreatedAt   int               `json:"createdAt"`
	DeletedAt   *int              `json:"deletedAt,omitempty"`
	Phase       string            `json:"phase"`
	Owner       string            `json:"owner,omitempty"`
	Hostname    string            `json:"hostname,omitempty"`
	Labels      map[string]string `json:"labels,omitempty"`
	Annotations map[string]string `json:"annotations,omitempty"`
	Finalizers  []string          `json:"finalizers,omitempty"`
	Env         []string          `json:"env,omitempty"`
	Restarts    int               `json:"restarts,omitempty"`

	// Disrupted reports whether a disrupt step failed the pod. Recordings do not have it.
	Disrupted bool `json:"-"`
}

// Event is an event on a Job or CronJob.
type Event struct {
	Object  string `json:"object"`
	Type    string `json:"type"`
	Reason  string `json:"reason"`
	Message string `json:"message"`
}

// Line is the status of a Job from a second on. DELETED is the status of a Job that is gone.
type Line struct {
	At     int    `json:"at"`
	Job    string `json:"job"`
	Status string `json:"status"`
}

// LoadRecord reads a record from a file.
func LoadRecord(path string) (*Record, error) {
	var r Record
	if err := loadYAML(path, &r); err != nil {
		return nil, fmt.Errorf("reading record: %w", err)
	}
	if r.StartedAt.IsZero() {
		return nil, fmt.Errorf("reading record %s: startedAt is missing", path)
	}
	return &r, nil
}
