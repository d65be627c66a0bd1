// Package follow lets stern, as it is, follow the pods of Jobs on the served plane.
package follow

import (
	"context"
	"regexp"
	"strings"
	"sync"
	"text/template"
	"time"

	"github.com/stern/stern/stern"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/kubernetes"
)

// Query is what stern is asked for: a "job/NAME", or the pods whose names match an expression.
type Query struct {
	Namespace string
	Resource  string
	Pods      *regexp.Regexp
}

// Stern is a stern that runs, and what it has printed.
type Stern struct {
	mu      sync.Mutex
	lines   []string
	partial string
	errors  strings.Builder
	printed chan struct{}

	ended chan error
}

// Run starts stern with the defaults of its command line; it follows until ctx ends.
func Run(ctx context.Context, client kubernetes.Interface, q Query) *Stern {
	s := &Stern{printed: make(chan struct{}, 1), ended: make(chan error, 1)}
	all := regexp.MustCompile("")
	if q.Pods == nil {
		q.Pods = all
	}
	config := &stern.Config{
		Namespaces: []string{q.Namespace}, Resource: q.Resource, PodQuery: q.Pods, ContainerQuery: all,
		ContainerStates: []stern.ContainerState{stern.ALL_STATES}, InitContainers: true, EphemeralContainers: true,
		LabelSelector: labels.Everything(), FieldSelector: fields.Everything(), Since: 48 * time.Hour, Location: time.UTC,
		Follow: true, MaxLogRequests: 50,
		Template: template.Must(template.New("log").Parse("{{.PodName}} {{.ContainerName}} {{.Message}}\n")),
		Out:      writer(s.print), ErrOut: writer(s.complain),
	}
	go func() { s.ended <- stern.Run(ctx, client, config) }()
	return s
}

// Ended delivers what stern ended with.
func (s *Stern) Ended() <-chan error { return s.ended }

// Printed tells that there may be more lines.
func (s *Stern) Printed() <-chan struct{} { return s.printed }

// Lines are those printed so far, each "pod container message".
func (s *Stern) Lines() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.lines...)
}

// Errors is what stern printed beside the lines.
func (s *Stern) Errors() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.errors.String()
}

func (s *Stern) print(p []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	lines := strings.Split(s.partial+string(p), "\n")
	s.lines, s.partial = append(s.lines, lines[:len(lines)-1]...), lines[len(lines)-1]
	select {
	case s.printed <- struct{}{}:
	default:
	}
}

func (s *Stern) complain(p []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.errors.Write(p)
}

type writer func([]byte)

func (w writer) Write(p []byte) (int, error) {
	w(p)
	return len(p), nil
}
