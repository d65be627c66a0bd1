package crash

import (
	"strings"
	"testing"
)

func TestTheReportSaysWhereTheLogIsOrHowToGetOne(t *testing.T) {
	if got := LogHint("/tmp/k.log"); !strings.Contains(got, "/tmp/k.log") {
		t.Error(got)
	}
	if got := LogHint(""); !strings.Contains(got, "--log-file FILE") {
		t.Error(got)
	}
}
