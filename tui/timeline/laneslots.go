package timeline

import (
	"context"
	"math"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/async"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// laneSlots holds the slots of a lane, as computed for a query.
type laneSlots struct {
	lane        *lane
	query       slotQuery
	due         int64 // when the first future slot has passed and everything must be computed again
	outcomeFrom int64 // likewise, when the outcome of this slot is known
	slots       []slot
}

// serves reports whether the slots are those of the lane, cover the query, and are still valid.
func (k *laneSlots) serves(l *lane, in slotQuery) bool {
	return k != nil && k.lane == l && k.query.Cell == in.Cell && k.query.From <= in.From && k.query.To() >= in.To() &&
		in.now.Unix() < k.due && in.knownUntil.Unix() < k.outcomeFrom && !in.now.Before(k.query.now)
}

// slotsMsg brings the slots of several lanes.
type slotsMsg = async.Answer[[]*laneSlots]

// ask computes the missing slots of the lanes in view in a command, with a margin on either side. One question is open at a time: what is
// still missing after its answer is asked for then.
func (s *Screen) ask() tea.Cmd {
	if s.slots.Busy() || s.all == nil || len(s.placed) == 0 || s.env.Now.IsZero() {
		return nil
	}
	view := s.window.view
	need := slotQuery{view, s.env.Now, s.knownUntil()}
	var lacking []*lane
	shown := s.list.Shown()
	for _, l := range shown[max(s.first-len(s.placed), 0):min(s.first+2*len(s.placed), len(shown))] {
		if l.cronJob != nil && !s.known[l.place].serves(l, need) {
			lacking = append(lacking, l)
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	wide := slotQuery{widget.TimeScale{Cell: view.Cell, Cells: 3 * view.Cells}.Place(view.From, view.Cells, s.env.Zone), need.now, need.knownUntil}
	return s.slots.Start(s.ctx, func(ctx context.Context) []*laneSlots {
		found := make([]*laneSlots, len(lacking))
		for i, l := range lacking {
			found[i] = findSlots(ctx, l, wide)
		}
		return found
	})
}

// findSlots computes the slots of a lane.
func findSlots(ctx context.Context, l *lane, in slotQuery) *laneSlots {
	k := &laneSlots{lane: l, query: in, due: in.now.Add(time.Hour).Unix(), outcomeFrom: math.MaxInt64, slots: slotsOf(ctx, l, in)}
	if next := l.cronJob.Schedule.After(in.knownUntil); !next.IsZero() {
		k.outcomeFrom = next.Unix()
	}
	for i := range k.slots {
		if s := &k.slots[i]; s.ahead() && s.From > in.now.Unix() {
			k.due = min(k.due, s.From+int64(settleTime/time.Second))
			break
		}
	}
	return k
}

// knownUntil returns up to when the lanes know what ran.
func (s *Screen) knownUntil() time.Time {
	if s.all.version != s.env.Snapshot.Version {
		return s.all.knownUntil // newer ones are being built
	}
	return s.env.Present().KnownUntil()
}

// handleSlots adopts an answer. Slots of lanes that are gone are dropped once there are many.
func (s *Screen) handleSlots(msg slotsMsg) tea.Cmd {
	found, ok := s.slots.Take(msg)
	if !ok {
		return nil
	}
	if len(s.known) > mostKnown {
		clear(s.known)
	}
	for _, k := range found {
		s.known[k.lane.place] = k
	}
	return s.settle(nil)
}

// mostKnown is the number of lanes whose slots are kept.
const mostKnown = 500

// slotsOf returns the known slots of a lane, without those that have passed since: the next snapshot brings their outcome.
func (s *Screen) slotsOf(l *lane) []slot {
	k := s.known[l.place]
	if k == nil {
		return nil
	}
	now := s.env.Now.Unix()
	come := func(c slot) bool { return c.ahead() && c.From <= now }
	if !slices.ContainsFunc(k.slots, come) {
		return k.slots
	}
	return slices.DeleteFunc(slices.Clone(k.slots), come)
}

// ahead reports whether the slot was still in the future when it was computed.
func (c *slot) ahead() bool { return c.reason <= counted }
