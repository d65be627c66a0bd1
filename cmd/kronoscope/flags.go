package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/kronoscope/kronoscope/kube"
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
	speed string
	start string
	seed  uint64
}

// defaultSpeed lets a minute of the plane pass in six seconds: Jobs of some seconds can still be followed.
const defaultSpeed = "10"

// maxSpeed is the fastest speed that can be asked for by a number; "max" skips every gap.
const maxSpeed = 1e6

func (f *flags) addTo(cmd *cobra.Command) {
	set := cmd.PersistentFlags()
	set.StringVar(&f.cluster.Kubeconfig, "kubeconfig", "", "kubeconfig `file` ($KUBECONFIG or ~/.kube/config)")
	set.StringVar(&f.cluster.Context, "context", "", "kubeconfig `context` (the current one)")
	set.StringVarP(&f.cluster.Namespace, "namespace", "n", "", "`namespace` to watch (the context's; all in the demo)")
	set.BoolVarP(&f.cluster.AllNamespaces, "all-namespaces", "A", false, "watch all namespaces")
	set.BoolVar(&f.cluster.ReadOnly, "read-only", false, "change nothing on the cluster")
	set.StringVar(&f.theme, "theme", "", "colour `theme` (one that suits the terminal; none with $NO_COLOR)")
	set.StringVar(&f.plane.speed, "speed", defaultSpeed, "demo: `seconds` that pass in one, or max")
	set.StringVar(&f.plane.start, "start", "", "demo: `time` it starts at, such as 2026-11-24T01:55:00+01:00, \"2026-11-24 01:55\" or\n"+
		"\"01:55 Europe/Paris\" (now; the samples: today at 01:59:20 in Paris)")
	set.Uint64Var(&f.plane.seed, "seed", 0, "demo: `number` that makes every random choice")
}

// check refuses what contradicts itself.
func (f *flags) check() error {
	if f.cluster.AllNamespaces && f.cluster.Namespace != "" {
		return errors.New("--namespace and --all-namespaces exclude each other")
	}
	_, err := themes.Pick(f.theme, noColor(), true)
	return err
}

// planeSet says which of the demo's flags the user has given.
func (f *flags) planeSet(cmd *cobra.Command) string {
	for _, name := range []string{"speed", "start", "seed"} {
		if cmd.Flags().Changed(name) {
			return name
		}
	}
	return ""
}

// rate is the speed as a number, 0 for the fastest.
func (p planeFlags) rate() (float64, error) {
	text := strings.ToLower(p.speed)
	if text == "max" {
		return 0, nil
	}
	speed, err := strconv.ParseFloat(strings.TrimRight(text, "x×"), 64)
	if err != nil || !(speed > 0) || speed > maxSpeed {
		return 0, fmt.Errorf("--speed %s: not a number above 0, such as 60, nor max", p.speed)
	}
	return speed, nil
}

// layouts are the ways to write an instant, without its zone.
var layouts = []string{"2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", time.DateOnly}

// instant is the start, zero when none is given. Without a zone the machine's is meant, without a date today.
func (p planeFlags) instant(now time.Time) (time.Time, error) {
	return parseInstant("--start", p.start, time.Local, now)
}

// parseInstant reads the instant that a flag gives, zero when it is empty. Without a zone the given one is meant, without a date
// today.
func parseInstant(flag, given string, zone *time.Location, now time.Time) (time.Time, error) {
	text := strings.TrimSpace(given)
	if text == "" {
		return time.Time{}, nil
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t, nil
	}
	if i := strings.LastIndexByte(text, ' '); i > 0 && !strings.Contains(text[i:], ":") {
		named, err := time.LoadLocation(text[i+1:])
		if err != nil {
			return time.Time{}, fmt.Errorf("%s %s: %w", flag, given, err)
		}
		zone, text = named, text[:i]
	}
	for _, layout := range layouts {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, nil
		}
	}
	for _, layout := range []string{time.TimeOnly, "15:04"} {
		if t, err := time.Parse(layout, text); err == nil {
			today := now.In(zone)
			return time.Date(today.Year(), today.Month(), today.Day(), t.Hour(), t.Minute(), t.Second(), 0, zone), nil
		}
	}
	return time.Time{}, fmt.Errorf(`%s %s: not a time such as 2026-11-24T01:55:00+01:00, "2026-11-24 01:55 Europe/Paris" or 01:55`, flag, given)
}

// noColor says that the user wants none (no-color.org).
func noColor() bool { return os.Getenv("NO_COLOR") != "" }
