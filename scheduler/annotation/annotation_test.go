package annotation

import (
	"testing"
	"time"
)

func TestHowLongAPodTakes(t *testing.T) {
	for name, tt := range map[string]struct {
		duration, startup string
		want              time.Duration
		known             bool
	}{
		"a duration":                {"25m", "", 25 * time.Minute, true},
		"the middle of a range":     {" 5s - 15s ", "", 10 * time.Second, true},
		"no time at all":            {"0s", "", 0, true},
		"with the pod's start":      {"10s", "2s-4s", 13 * time.Second, true},
		"a start that is no time":   {"10s", "soon", 10 * time.Second, true},
		"a start alone":             {"", "2s", 0, false},
		"no annotation":             {"", "", 0, false},
		"words":                     {"soon", "", 0, false},
		"less than nothing":         {"-5s", "", 0, false},
		"a range that runs down":    {"15s-5s", "", 0, false},
		"more than a year":          {"8761h", "", 0, false},
		"a range to more than that": {"1h-8761h", "", 0, false},
		"half a range":              {"5s-", "", 0, false},
	} {
		got, known := PodTakes(map[string]string{Duration: tt.duration, Startup: tt.startup})
		if got != tt.want || known != tt.known {
			t.Errorf("%s: %s, %t; want %s, %t", name, got, known, tt.want, tt.known)
		}
	}
}
