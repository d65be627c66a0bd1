package logs

import (
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// source is a container whose lines have come.
type source struct {
	Container
	label  string
	failed bool
	first  int // sequence number of its first line, −1 before that
}

// maxLabel is the most cells that a line's label takes.
const maxLabel = 18

// noteOf is the source of a notice about a source, such as why its log cannot be read.
func noteOf(source int) int { return -2 - source }

// take adds a batch to the buffer and looks which new lines are shown and found.
func (s *Screen) take(batch Batch) {
	s.lost += batch.Dropped
	for _, in := range batch.Lines {
		at, known := s.places[in.Container]
		if !known {
			at = s.join(in.Container)
		}
		if in.Err != nil {
			s.append(heldLine{Source: noteOf(at), Text: clean([]byte(in.Err.Error()))})
			continue
		}
		if s.sources[at].first < 0 {
			s.sources[at].first = s.buffer.next
		}
		s.append(heldLine{Source: at, Time: in.Time, Text: in.Text})
	}
	for _, notice := range batch.Notices {
		s.append(heldLine{Source: noticeSource, Text: clean([]byte(notice))})
	}
	s.trim()
}

// join makes room for a new container. Its first line will be marked.
func (s *Screen) join(c Container) int {
	at := len(s.sources)
	s.places[c] = at
	s.sources = append(s.sources, source{Container: c, first: -1})
	s.label()
	s.markFailed()
	return at
}

// label names the sources as shortly as keeps them apart: by completion index, else by the end of the pod's name, with the
// container's name when a pod has several.
func (s *Screen) label() {
	containers := map[string]int{}
	for _, src := range s.sources {
		containers[src.Pod]++
	}
	indexes := map[int]string{}
	clash := false
	for _, src := range s.sources {
		if pod, taken := indexes[src.Index]; taken && pod != src.Pod {
			clash = true // an index that was tried again
		}
		indexes[src.Index] = src.Pod
	}
	s.labels = 0
	for i := range s.sources {
		src := &s.sources[i]
		end := src.Pod[strings.LastIndexByte(src.Pod, '-')+1:]
		switch {
		case src.Index < 0:
			src.label = end
		case clash:
			src.label = strconv.Itoa(src.Index) + " " + end
		default:
			src.label = strconv.Itoa(src.Index)
		}
		if containers[src.Pod] > 1 {
			src.label += " " + src.Name
		}
		src.label = widget.Clip(display.Clean(src.label), maxLabel)
		s.labels = max(s.labels, widget.Width(src.label))
	}
}

// markFailed looks up which sources' pods have failed, and reports whether that changed.
func (s *Screen) markFailed() (changed bool) {
	job := s.env.Snapshot.Job(s.target.Job)
	if job == nil {
		return false
	}
	failed := map[string]bool{}
	for _, pod := range job.Pods {
		failed[pod.Trimmed.Name] = pod.Trimmed.Status.Phase == corev1.PodFailed || pod.ExitCode != nil && *pod.ExitCode != 0
	}
	for i := range s.sources {
		src := &s.sources[i]
		if now, known := failed[src.Pod]; known && now != src.failed {
			src.failed, changed = now, true
		}
	}
	return changed
}
