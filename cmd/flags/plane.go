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

// Plane holds the flags that set up the embedded control plane.
type Plane struct {
	Speed  string
	start  string
	until  string
	Paused bool
	Seed   uint64
}

// AddTo adds the flags to a set. about begins the help of each; speed and start are defaults, start in the words of help.
func (p *Plane) AddTo(set *pflag.FlagSet, about, speed, start string) {
	set.StringVar(&p.Speed, "speed", speed, about+"`seconds` that pass in a real one, or max")
	set.StringVar(&p.start, "start", "", about+"`time` it starts at, such as \"25 October 03:00\", 2026-10-25T03:00:00+01:00 or\n"+
		"\"01:55 Europe/Paris\" ("+start+")")
	set.StringVar(&p.until, "until", "", about+"`time` to jump to right after the start, such as +3h, \"mon 02:00\" or \"25 October\"")
	set.BoolVar(&p.Paused, "paused", false, about+"start with the clock paused")
	set.Uint64Var(&p.Seed, "seed", 0, about+"`number` that decides every random choice")
}

// Pace is how the clock of a plane runs: at what speed, 0 for the greatest, and whether it is paused.
type Pace struct {
	Speed  float64
	Paused bool
}

// StartPace returns how the clock runs at first.
func (p Plane) StartPace() (Pace, error) {
	speed, err := p.Rate()
	return Pace{Speed: speed, Paused: p.Paused}, err
}

// Rate returns the speed as a number, 0 for the greatest.
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

// StartAt returns the instant of --start, zero when it is not given. It is in the machine's time zone and today unless it says
// otherwise.
func (p Plane) StartAt(now time.Time) (time.Time, error) {
	return Instant("--start", p.start, timeparse.Question{Now: now, Zone: time.Local})
}

// EndAfter returns the instant of --until, zero when it is not given: the next one after the start that it fits.
func (p Plane) EndAfter(start time.Time) (time.Time, error) {
	until, err := Instant("--until", p.until, timeparse.Question{Now: start, Zone: time.Local, Ahead: true})
	if err == nil && !until.IsZero() && until.Before(start) {
		err = fmt.Errorf("--until %s: that is before the start, %s", p.until, start.In(until.Location()).Format("2006-01-02 15:04:05 -07:00"))
	}
	return until, err
}
