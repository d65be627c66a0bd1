// Package simulation reads the annotations of a pod that say how its containers are played. It plays nothing itself.
package simulation

import (
	"errors"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	"github.com/kronoscope/kronoscope/scheduler/annotation"
)

// The annotations.
const (
	Duration    = annotation.Duration       // 5s or 5s-15s: replaces the regular containers' command
	ExitCode    = "kronoscope/exit-code"    // 0 or 0,0,1: by attempt, the last one repeating
	FailureRate = "kronoscope/failure-rate" // 0 to 1: how often an attempt fails with exit code 1
	LogLines    = "kronoscope/log-lines"    // lines of progress; replaces the command too
	Startup     = annotation.Startup        // like duration: from the binding to the first container
	ImagePull   = "kronoscope/image-pull"   // fail
)

const maxLines = 1_000_000

// Pick returns a random duration of a range.
func Pick(s annotation.Span, r *rand.Rand) time.Duration {
	if s.Most <= s.Least {
		return s.Least
	}
	return (s.Least + time.Duration(r.Int64N(int64(s.Most-s.Least)+1))).Truncate(time.Millisecond)
}

// Settings is what the annotations of a pod ask for.
type Settings struct {
	Duration    *annotation.Span // of the regular containers; nil: their commands are run
	Startup     *annotation.Span // of the pod; nil: as the kubelet's options say
	ExitCodes   []int            // by attempt, the last one repeating
	FailureRate float64          // 0 to 1
	LogLines    int              // of progress; 0: none
	PullFails   bool
}

// Read reads the annotations. It ignores a value that makes no sense, and calls invalid with it.
func Read(annotations map[string]string, invalid func(name, value string, err error)) Settings {
	var s Settings
	for _, a := range []struct {
		name string
		read func(string) error
	}{
		{Duration, func(v string) (err error) { s.Duration, err = parseSpan(v); return err }},
		{Startup, func(v string) (err error) { s.Startup, err = parseSpan(v); return err }},
		{ExitCode, func(v string) (err error) { s.ExitCodes, err = parseExitCodes(v); return err }},
		{FailureRate, func(v string) error {
			x, err := strconv.ParseFloat(v, 64)
			if err != nil || !(x >= 0 && x <= 1) {
				return errors.New("must be a number from 0 to 1")
			}
			s.FailureRate = x
			return nil
		}},
		{LogLines, func(v string) error {
			n, err := strconv.Atoi(v)
			if err != nil || n < 0 || n > maxLines {
				return errors.New("must be a number from 0 to 1000000")
			}
			s.LogLines = n
			return nil
		}},
		{ImagePull, func(v string) error {
			if v != "fail" {
				return errors.New(`must be "fail"`)
			}
			s.PullFails = true
			return nil
		}},
	} {
		value, ok := annotations[a.name]
		if !ok {
			continue
		}
		if err := a.read(strings.TrimSpace(value)); err != nil {
			invalid(a.name, value, err)
		}
	}
	return s
}

func parseSpan(text string) (*annotation.Span, error) {
	span, err := annotation.ParseSpan(text)
	if err != nil {
		return nil, err
	}
	return &span, nil
}

func parseExitCodes(text string) ([]int, error) {
	var codes []int
	for _, part := range strings.Split(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(part))
		if err != nil || n < 0 || n > 255 {
			return nil, errors.New("must be exit codes from 0 to 255, separated by commas")
		}
		codes = append(codes, n)
	}
	return codes, nil
}
