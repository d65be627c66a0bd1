package play

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Finish reads the objects left at the end of a play and returns its record.
func (s *Stage) Finish(ctx context.Context, name string, o *Observer, responses []Response) (*Record, error) {
	r := &Record{Name: name, StartedAt: s.start, Responses: responses}
	var err error
	if r.Jobs, err = s.list(ctx, "Job"); err != nil {
		return nil, err
	}
	if r.CronJobs, err = s.list(ctx, "CronJob"); err != nil {
		return nil, err
	}
	events, err := s.typed.CoreV1().Events(s.namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, fmt.Errorf("listing events: %w", err)
	}
	s.mu.Lock()
	o.fill(r, s.disrupted)
	s.mu.Unlock()
	o.mu.Lock()
	defer o.mu.Unlock()
	r.Events = o.names.events(events.Items)
	o.names.objects(r.Jobs)
	o.names.objects(r.CronJobs)
	for i := range r.Responses {
		o.names.response(&r.Responses[i])
	}
	return r, nil
}

func (s *Stage) list(ctx context.Context, kind string) ([]map[string]any, error) {
	client, err := s.client(kindNamed(kind))
	if err != nil {
		return nil, err
	}
	list, err := client.List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, fmt.Errorf("listing objects of kind %s: %w", kind, err)
	}
	var objects []map[string]any
	for i := range list.Items {
		object := list.Items[i].Object
		delete(object, "apiVersion") // the client adds them to the items of a list
		delete(object, "kind")
		objects = append(objects, object)
	}
	return objects, nil
}

// events returns the events on Jobs and CronJobs. Other events differ from plane to plane.
func (n *names) events(items []corev1.Event) []Event {
	var events []Event
	for _, item := range items {
		kind := item.InvolvedObject.Kind
		if kind != "Job" && kind != "CronJob" {
			continue
		}
		events = append(events, Event{
			Object: kind + "/" + n.text(item.InvolvedObject.Name),
			Type:   item.Type, Reason: item.Reason, Message: n.text(item.Message),
		})
	}
	return events
}

func (n *names) objects(objects []map[string]any) {
	for i := range objects {
		objects[i], _ = n.object(objects[i]).(map[string]any)
	}
}

func (n *names) response(r *Response) {
	r.Message = n.text(r.Message)
	for i := range r.Causes {
		r.Causes[i] = n.text(r.Causes[i])
	}
	if r.Object != nil {
		r.Object, _ = n.object(r.Object).(map[string]any)
	}
}
