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

// laneSlots are the slots of a lane, as worked out for a sight.
type laneSlots struct {
	lane        *lane
	sight       sight
	due         int64 // when the first of the coming slots has come and gone, and all is to be worked out again
	outcomeFrom int64 // so it is when what became of this slot is known
	slots       []slot
}

// serves reports whether the slots are those of the lane, all that are in sight, and still hold.
func (k *laneSlots) serves(l *lane, in sight) bool {
	return k != nil && k.lane == l && k.sight.Cell == in.Cell && k.sight.From <= in.From && k.sight.To() >= in.To() &&
		in.now.Unix() < k.due && in.knownUntil.Unix() < k.outcomeFrom && !in.now.Before(k.sight.now)
}

// slotsMsg brings the slots of several lanes.
type slotsMsg = async.Answer[[]*laneSlots]

// ask works out the slots of the lanes in view in a command, with a margin all round, unless they are known. One question is under
// way at a time: what is still missing when it is answered is asked for then.
func (s *Screen) ask() tea.Cmd {
	if s.slots.Busy() || s.all == nil || len(s.placed) == 0 || s.env.Now.IsZero() {
		return nil
	}
	view := s.window.view
	need := sight{view, s.env.Now, s.knownUntil()}
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
	wide := sight{widget.TimeScale{Cell: view.Cell, Cells: 3 * view.Cells}.Place(view.From, view.Cells, s.env.Zone), need.now, need.knownUntil}
	return s.slots.Start(s.ctx, func(ctx context.Context) []*laneSlots {
		found := make([]*laneSlots, len(lacking))
		for i, l := range lacking {
			found[i] = slotsInSight(ctx, l, wide)
		}
		return found
	})
}

// slotsInSight works a lane's slots out.
func slotsInSight(ctx context.Context, l *lane, in sight) *laneSlots {
	k := &laneSlots{lane: l, sight: in, due: in.now.Add(time.Hour).Unix(), outcomeFrom: math.MaxInt64, slots: slotsOf(ctx, l, in)}
	if next := l.cronJob.Schedule.After(in.knownUntil); !next.IsZero() {
		k.outcomeFrom = next.Unix()
	}
	for i := range k.slots {
		if s := &k.slots[i]; s.ahead() && s.From > in.now.Unix() {
			k.due = min(k.due, s.From+int64(settles/time.Second))
			break
		}
	}
	return k
}

// knownUntil is up to when the lanes tell what ran.
func (s *Screen) knownUntil() time.Time {
	if s.all.version != s.env.Snapshot.Version {
		return s.all.knownUntil // newer ones are being built
	}
	return s.env.Present().KnownUntil()
}

// handleSlots takes an answer over. Lanes that are no longer there are forgotten once they are many.
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

// mostKnown is for how many lanes slots are kept.
const mostKnown = 500

// slotsOf are the slots of a lane as far as they are known, without those that have come since: what became of them the next
// snapshot says.
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

// ahead reports whether the slot was still to come when it was worked out.
func (c *slot) ahead() bool { return c.why <= counted }
