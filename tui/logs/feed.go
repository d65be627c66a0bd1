package logs

import (
	"context"
	"errors"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/kube"
)

// Feed is a source of lines: all containers of a Job's pods, including pods that start later.
type Feed interface {
	// Next blocks until there is something, and returns everything available. io.EOF means that nothing more will come.
	Next() (Batch, error)
	// Close ends the feed; a blocked Next returns.
	Close()
}

// Batch is what a feed delivers at once.
type Batch struct {
	Lines   []RawLine
	Notices []string // what happened to the feed that the user should know
	Dropped int      // lines lost since the last batch because they arrived faster than they were read
}

// RawLine is a line as it was read, or, when Err is set, a notice about its container, such as why its log cannot be read.
type RawLine struct {
	Container Container
	Time      time.Time
	Text      []byte
	Err       error
}

// Container names a container of a pod.
type Container struct {
	Pod, Name string
	Index     int // completion index, −1 when the Job is not Indexed
}

// Target says what to read.
type Target struct {
	Job      kube.Key
	Pod      string        // only this one; empty for all
	Previous bool          // the previous runs of the containers
	Tail     int64         // at most so many of the latest lines of each container; 0 for all
	Since    time.Duration // only lines younger than that; 0 for all
}

// Open starts reading. It may take long, so it is called in a command. The feed ends with ctx, which ends when the screen leaves the
// stack: after that nobody may be left to close the feed.
type Open func(context.Context, Target) (Feed, error)

// The messages of a screen's feed. owner and generation identify the feed; a screen drops messages of any other.
type (
	openedMsg struct {
		owner      *Screen
		generation int
		feed       Feed
		Err        error
	}
	batchMsg struct {
		owner      *Screen
		generation int
		batch      Batch
		Err        error
	}
)

// start opens a feed and closes the previous one.
func (s *Screen) start() tea.Cmd {
	s.stop()
	s.generation++
	ctx, cancel := context.WithCancel(s.ctx)
	s.cancel = cancel
	open, target, generation := s.open, s.target, s.generation
	return func() tea.Msg {
		feed, err := open(ctx, target)
		return openedMsg{s, generation, feed, err}
	}
}

// read waits for the next batch.
func (s *Screen) read(feed Feed) tea.Cmd {
	generation := s.generation
	return func() tea.Msg {
		batch, err := feed.Next()
		for i := range batch.Lines {
			batch.Lines[i].Text = clean(batch.Lines[i].Text)
		}
		return batchMsg{s, generation, batch, err}
	}
}

// stop ends the feed. Its commands end by themselves, and their messages are dropped as stale.
func (s *Screen) stop() {
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
	if s.feed != nil {
		if s.unhook() {
			s.feed.Close()
		}
		s.feed = nil
	}
}

func (s *Screen) handleOpened(msg openedMsg) tea.Cmd {
	if msg.generation != s.generation || s.cancel == nil {
		if msg.feed != nil {
			msg.feed.Close()
		}
		return nil
	}
	if msg.Err != nil {
		s.ended, s.err = true, msg.Err
		return nil
	}
	s.feed = msg.feed
	s.unhook = context.AfterFunc(s.ctx, s.feed.Close)
	return s.read(s.feed)
}

func (s *Screen) handleBatch(msg batchMsg) tea.Cmd {
	if msg.generation != s.generation || s.feed == nil {
		return nil
	}
	s.take(msg.batch)
	switch {
	case s.onlyHead && s.buffer.full():
		s.stop()
		s.ended = true
		return nil
	case errors.Is(msg.Err, io.EOF):
		s.ended = true
		return nil
	case msg.Err != nil:
		s.ended, s.err = true, msg.Err
		return nil
	}
	return s.read(s.feed)
}
