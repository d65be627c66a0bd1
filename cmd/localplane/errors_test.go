package localplane

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/cmd/logging"
)

func TestAFailureThatComesAgainAtOnceIsCounted(t *testing.T) {
	log := logging.New()
	f := newFailures(log.Logger())
	now := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	f.now = func() time.Time { return now }
	fail := func(object string) { f.log("job", object, errors.New("no room")) }
	for range 5 {
		fail("default/a")
	}
	fail("default/b")
	now = now.Add(quietTime)
	fail("default/a")
	now = now.Add(quietTime)
	fail("default/a")
	var got []string
	for _, r := range log.Records() {
		_, attrs, _ := strings.Cut(r.Text, "error in the embedded plane ")
		got = append(got, attrs)
	}
	want := []string{
		`error="no room" component=job object=default/a`, `error="no room" component=job object=default/b`,
		`error="no room" component=job object=default/a omitted=4`, `error="no room" component=job object=default/a`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("logged\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
