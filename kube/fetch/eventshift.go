package fetch

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube"
)

// eventShifter is a transport that shifts the times of events from the cluster's clock to this machine's, which kubectl's code
// computes ages with. It needs answers in JSON.
type eventShifter struct {
	next    http.RoundTripper
	cluster *kube.Cluster
}

func (s *eventShifter) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := s.next.RoundTrip(request)
	if err != nil || response.StatusCode != http.StatusOK || !strings.HasSuffix(request.URL.Path, "/events") {
		return response, err
	}
	body, err := io.ReadAll(response.Body)
	if closeErr := response.Body.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return nil, err
	}
	var list corev1.EventList
	if json.Unmarshal(body, &list) == nil {
		shiftEvents(list.Items, time.Since(s.cluster.Now()))
		if shifted, err := json.Marshal(&list); err == nil {
			body = shifted
		}
	}
	response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	response.Header.Del("Content-Length")
	return response, nil
}

// shiftEvents moves all times of events.
func shiftEvents(events []corev1.Event, by time.Duration) {
	for i := range events {
		e := &events[i]
		times := []*time.Time{&e.FirstTimestamp.Time, &e.LastTimestamp.Time, &e.EventTime.Time}
		if e.Series != nil {
			times = append(times, &e.Series.LastObservedTime.Time)
		}
		for _, t := range times {
			if !t.IsZero() {
				*t = t.Add(by)
			}
		}
	}
}
