package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/util/validation"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/scheduler/timeparse"
	"github.com/kronoscope/kronoscope/themes"
)

// flags are those of every command that shows or asks something of a cluster.
type flags struct {
	cluster kube.Options
	theme   string
	plane   planeFlags
}

// planeFlags set the embedded control plane up.
type planeFlags struct {
	speed  string
	start  string
	until  string
	paused bool
	seed   uint64
}

// addTo adds the flags to a set; of begins what is said of each, and the last two are their defaults as help shows them.
func (p *planeFlags) addTo(set *pflag.FlagSet, of, speed, start string) {
	set.StringVar(&p.speed, "speed", speed, of+"`seconds` that pass in one, or max")
	set.StringVar(&p.start, "start", "", of+"`time` it starts at, such as \"25 October 03:00\", 2026-10-25T03:00:00+01:00 or\n"+
		"\"01:55 Europe/Paris\" ("+start+")")
	set.StringVar(&p.until, "until", "", of+"`time` to jump to at once from the start, such as +3h, \"mon 02:00\" or \"25 October\"")
	set.BoolVar(&p.paused, "paused", false, of+"the clock stands still until it is told to run")
	set.Uint64Var(&p.seed, "seed", 0, of+"`number` that makes every random choice")
}

// defaultSpeed lets a minute of the plane pass in six seconds: Jobs of some seconds can still be followed.
const defaultSpeed = "10"

func (f *flags) addTo(cmd *cobra.Command) {
	set := cmd.PersistentFlags()
	set.StringVar(&f.cluster.Kubeconfig, "kubeconfig", "", "kubeconfig `file` ($KUBECONFIG or ~/.kube/config)")
	set.StringVar(&f.cluster.Context, "context", "", "kubeconfig `context` (the current one)")
	set.StringVarP(&f.cluster.Namespace, "namespace", "n", "", "`namespace` to look at (the context's; all of the demo and of manifests), and that of\nmanifests that name none")
	set.BoolVarP(&f.cluster.AllNamespaces, "all-namespaces", "A", false, "watch all namespaces")
	set.BoolVar(&f.cluster.ReadOnly, "read-only", false, "change nothing on the cluster")
	set.StringVar(&f.theme, "theme", "", "colour `theme` (one that suits the terminal; none with $NO_COLOR)")
	f.plane.addTo(set, "demo: ", defaultSpeed, "now; the samples: today at 01:59:20 in Paris")
}

// check refuses what contradicts itself.
func (f *flags) check() error {
	if f.cluster.AllNamespaces && f.cluster.Namespace != "" {
		return errors.New("--namespace and --all-namespaces exclude each other")
	}
	if err := checkNamespace(f.cluster.Namespace); err != nil {
		return err
	}
	_, err := themes.Pick(f.theme, noColor(), true)
	return err
}

// checkNamespace refuses what no namespace can be called; empty leaves the choice to others.
func checkNamespace(name string) error {
	if name == "" {
		return nil
	}
	if wrong := validation.IsDNS1123Label(name); len(wrong) > 0 {
		return fmt.Errorf("--namespace %s: %s", name, strings.Join(wrong, "; "))
	}
	return nil
}

// planeSet says which of the demo's flags the user has given.
func (f *flags) planeSet(cmd *cobra.Command) string {
	for _, name := range []string{"speed", "start", "until", "paused", "seed"} {
		if cmd.Flags().Changed(name) {
			return name
		}
	}
	return ""
}

// pace is how the clock of a plane runs.
type pace struct {
	speed  float64
	paused bool
}

// pace is how the clock runs at first.
func (p planeFlags) pace() (pace, error) {
	speed, err := p.rate()
	return pace{speed: speed, paused: p.paused}, err
}

// rate is the speed as a number, 0 for the fastest.
func (p planeFlags) rate() (float64, error) {
	text := strings.ToLower(p.speed)
	if text == "max" {
		return 0, nil
	}
	speed, err := strconv.ParseFloat(strings.TrimRight(text, "x×"), 64)
	if err != nil || !(speed > 0) || speed > clock.TopRate {
		return 0, fmt.Errorf("--speed %s: not a number above 0, such as 60, nor max", p.speed)
	}
	return speed, nil
}

// instant is the start, zero when none is given. Without a zone the machine's is meant, without a date today.
func (p planeFlags) instant(now time.Time) (time.Time, error) {
	return readInstant("--start", p.start, timeparse.Question{Now: now, Zone: time.Local})
}

// end is where to jump to from the start, zero when nothing is given: what is left out of it is the next that comes.
func (p planeFlags) end(start time.Time) (time.Time, error) {
	until, err := readInstant("--until", p.until, timeparse.Question{Now: start, Zone: time.Local, Ahead: true})
	if err == nil && !until.IsZero() && until.Before(start) {
		err = fmt.Errorf("--until %s: that is before the start, %s", p.until, start.In(until.Location()).Format("2006-01-02 15:04:05 -07:00"))
	}
	return until, err
}

// readInstant reads the instant that a flag gives, zero when it is empty.
func readInstant(flag, given string, q timeparse.Question) (time.Time, error) {
	if strings.TrimSpace(given) == "" {
		return time.Time{}, nil
	}
	reading, err := q.Read(given)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s %s: not a time such as %s: %w", flag, given, timeparse.Examples, err)
	}
	return reading.At, nil
}

// noColor says that the user wants none (no-color.org).
func noColor() bool { return os.Getenv("NO_COLOR") != "" }
