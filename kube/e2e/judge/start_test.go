package judge

import (
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/kube/embedded/conformance/play"
)

func scenario(kind string, until int, steps ...int) *play.Scenario {
	s := &play.Scenario{Until: seconds(until), Steps: []play.Step{{Create: map[string]any{"kind": kind}}}}
	for _, at := range steps {
		s.Steps = append(s.Steps, play.Step{At: seconds(at), Delete: &play.Delete{}})
	}
	return s
}

func seconds(n int) play.Duration { return play.Duration{Duration: time.Duration(n) * time.Second} }

func TestPlaysOfCronJobsKeepClearOfTheMinute(t *testing.T) {
	minute := time.Date(2026, 11, 23, 9, 46, 0, 0, time.UTC)
	at := func(s float64) time.Time { return minute.Add(time.Duration(s * float64(time.Second))) }
	everySecond := make([]int, 60)
	for i := range everySecond {
		everySecond[i] = i
	}
	for _, c := range []struct {
		name      string
		scenario  *play.Scenario
		now, want time.Time
	}{
		{"a Job starts with the next second", scenario("Job", 10), at(58.4), at(59)},
		{"the creation of a CronJob waits for the minute to be over", scenario("CronJob", 90), at(57.1), at(63)},
		{"a later step matters, too", scenario("CronJob", 130, 45), at(12.5), at(18)},
		{"so does the end", scenario("CronJob", 110), at(7), at(13)},
		{"where no second is clear of it, the next one must do", scenario("CronJob", 90, everySecond...), at(20.2), at(21)},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := nextStart(c.scenario, c.now); !got.Equal(c.want) {
				t.Errorf("starts at %v, want %v", got, c.want)
			}
		})
	}
}
