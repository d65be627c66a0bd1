package flags

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/scheduler/timeparse"
)

// Plane set the embedded control plane up.
type Plane struct {
	Speed  string
	start  string
	until  string
	Paused bool
	Seed   uint64
}

// AddTo adds the flags to a set; of begins what is said of each, and the last two are their defaults as help shows them.
func (p *Plane) AddTo(set *pflag.FlagSet, of, speed, start string) {
	set.StringVar(&p.Speed, "speed", speed, of+"`seconds` that pass in one, or max")
	set.StringVar(&p.start, "start", "", of+"`time` it starts at, such as \"25 October 03:00\", 2026-10-25T03:00:00+01:00 or\n"+
		"\"01:55 Europe/Paris\" ("+start+")")
	set.StringVar(&p.until, "until", "", of+"`time` to jump to at once from the start, such as +3h, \"mon 02:00\" or \"25 October\"")
	set.BoolVar(&p.Paused, "paused", false, of+"the clock stands still until it is told to run")
	set.Uint64Var(&p.Seed, "seed", 0, of+"`number` that makes every random choice")
}

// Pace is how the clock of a plane runs.
type Pace struct {
	Speed  float64
	Paused bool
}

// StartPace is how the clock runs at first.
func (p Plane) StartPace() (Pace, error) {
	speed, err := p.Rate()
	return Pace{Speed: speed, Paused: p.Paused}, err
}

// Rate is the speed as a number, 0 for the fastest.
func (p Plane) Rate() (float64, error) {
	text := strings.ToLower(p.Speed)
	if text == "max" {
		return 0, nil
	}
	speed, err := strconv.ParseFloat(strings.TrimRight(text, "x×"), 64)
	if err != nil || !(speed > 0) || speed > clock.TopRate {
		return 0, fmt.Errorf("--speed %s: not a number above 0, such as 60, nor max", p.Speed)
	}
	return speed, nil
}

// StartAt is the start, zero when none is given. Without a zone the machine's is meant, without a date today.
func (p Plane) StartAt(now time.Time) (time.Time, error) {
	return Instant("--start", p.start, timeparse.Question{Now: now, Zone: time.Local})
}

// EndAfter is where to jump to from the start, zero when nothing is given: what is left out of it is the next that comes.
func (p Plane) EndAfter(start time.Time) (time.Time, error) {
	until, err := Instant("--until", p.until, timeparse.Question{Now: start, Zone: time.Local, Ahead: true})
	if err == nil && !until.IsZero() && until.Before(start) {
		err = fmt.Errorf("--until %s: that is before the start, %s", p.until, start.In(until.Location()).Format("2006-01-02 15:04:05 -07:00"))
	}
	return until, err
}
