package logs

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/screen"
)

// savedMsg reports where the log was saved.
type savedMsg struct {
	owner *Screen
	path  string
	lines int
	Err   error
}

func (m savedMsg) toast() screen.ToastMsg {
	if m.Err != nil {
		return screen.ToastMsg{Text: m.Err.Error(), Level: screen.Bad}
	}
	return screen.ToastMsg{Text: fmt.Sprintf("saved %d lines to %s", m.lines, m.path), Level: screen.Good}
}

// save writes the shown lines to a new file in the working directory.
func (s *Screen) save() tea.Cmd {
	blocks, labels := s.buffer.snapshot(), make([]string, len(s.sources))
	for i, src := range s.sources {
		labels[i] = src.Pod + " " + src.Name
	}
	var kept map[int]struct{}
	if !s.filter.isZero() {
		kept = make(map[int]struct{}, len(s.kept))
		for _, seq := range s.kept {
			kept[seq] = struct{}{}
		}
	}
	name := fmt.Sprintf("%s-%s.log", fileStem(s.target.Job.Name), s.env.Now.Format("20060102-150405"))
	return func() tea.Msg {
		path, n, err := write(name, blocks, labels, kept)
		return savedMsg{s, path, n, err}
	}
}

// longestStem limits how much of a Job's name a file name takes. The API allows no longer names, but a server might not check.
const longestStem = 63

// fileStem turns an object's name into one that stays in the working directory: a cluster is not trusted to send a name without a path.
// Characters outside Kubernetes' alphabet become underscores, and so does a leading dot.
func fileStem(name string) string {
	stem := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '.', r == '_':
			return r
		}
		return '_'
	}, name)
	stem = stem[:min(len(stem), longestStem)]
	if stem == "" || stem[0] == '.' {
		stem = "_" + strings.TrimPrefix(stem, ".")
	}
	return stem
}

// write writes lines to a new file, each with its time, pod and container. It never overwrites a file.
func write(name string, blocks []block, labels []string, kept map[int]struct{}) (path string, n int, err error) {
	f, err := create(name)
	if err != nil {
		return "", 0, fmt.Errorf("saving the log: %w", err)
	}
	defer func() {
		if closeErr := f.Close(); err == nil && closeErr != nil {
			err = fmt.Errorf("saving the log: %w", closeErr)
		}
	}()
	w := bufio.NewWriter(f)
	for i := range blocks {
		for j := range blocks[i].entries {
			l := blocks[i].line(j)
			if _, shown := kept[l.Seq]; l.Source < 0 || kept != nil && !shown {
				continue
			}
			stamp := "-"
			if !l.Time.IsZero() {
				stamp = l.Time.UTC().Format(time.RFC3339Nano)
			}
			fmt.Fprintf(w, "%s %s %s\n", stamp, labels[l.Source], l.Text)
			n++
		}
	}
	if err := w.Flush(); err != nil {
		return "", 0, fmt.Errorf("saving the log: %w", err)
	}
	if path, err = filepath.Abs(f.Name()); err != nil {
		path = f.Name()
	}
	return path, n, nil
}

// create creates a file under a name that is not taken.
func create(name string) (*os.File, error) {
	stem, ext := name[:len(name)-len(filepath.Ext(name))], filepath.Ext(name)
	for i := 1; ; i++ {
		f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
		if err == nil || !os.IsExist(err) || i == 100 {
			return f, err
		}
		name = fmt.Sprintf("%s-%d%s", stem, i, ext)
	}
}
