package forecast

import "time"

// Tally counts what a CronJob does in the span.
type Tally struct {
	Runs     int // that start after the objects were read
	Late     int // of them, those that start a minute or more after their slot
	MaxDelay time.Duration
	Replaced int
	Exceeds  int
	Skipped  int // slots that start nothing
	Overlaps int // runs that start while others of the same CronJob are under way
	AtOnce   int // the most runs of it at once
	Longest  time.Duration
}

// Tally counts the runs and skipped slots of the outlook.
func (o *Outlook) Tally() Tally {
	t := Tally{Skipped: len(o.Skips)}
	for _, run := range o.Runs {
		if !run.InProgress {
			t.Runs++
		}
		if late := run.Late(); late > 0 {
			t.Late++
			t.MaxDelay = max(t.MaxDelay, late)
		}
		switch run.Fate {
		case Replaced:
			t.Replaced++
		case Exceeds:
			t.Exceeds++
		}
		if run.Overlapping > 0 {
			t.Overlaps++
		}
		t.AtOnce = max(t.AtOnce, run.Overlapping+1)
		if !run.End.IsZero() {
			t.Longest = max(t.Longest, run.End.Sub(run.Start))
		}
	}
	return t
}
