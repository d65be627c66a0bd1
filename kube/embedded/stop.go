package embedded

import (
	"errors"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

// diskPatience is how long the disk may take for one batch of changes while the plane stops.
const diskPatience = 10 * time.Second

// Stop ends everything that runs and every open request, and closes the state once all changes are in it. If the disk hangs for
// longer than 20 seconds, Stop gives the last changes up: OnSave gets [store.ErrHung], and the state is closed when the disk answers.
// Stop may be called for a plane that was never started.
func (p *Plane) Stop() {
	if p.journal != nil {
		defer p.journal.AbandonWhenHung(diskPatience, p.wall.AfterFunc)()
	}
	p.clock.StopJump()
	if p.stop != nil {
		p.stop()
		p.done.Wait()
	}
	p.controllers.Stop()
	p.kubelet.Stop()
	p.server.Close()
	p.closeState(p.closeJournal())
}

// closeJournal ends the journal and returns why the last changes could not be written; OnSave gets that, too.
func (p *Plane) closeJournal() error {
	if p.journal == nil {
		return nil
	}
	return p.journal.Close()
}

// closeState closes the state once the journal, which has ended with an error or nil, no longer uses it.
func (p *Plane) closeState(ended error) {
	switch {
	case p.state == nil:
	case errors.Is(ended, store.ErrHung):
		go func() {
			<-p.journal.Finished()
			_ = p.state.Close()
		}()
	default:
		_ = p.state.Close() // everything is written and synced
	}
}
