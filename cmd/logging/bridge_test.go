package logging

import (
	"errors"
	"log"
	"log/slog"
	"strings"
	"testing"

	utilruntime "k8s.io/apimachinery/pkg/util/runtime"
	"k8s.io/client-go/rest"
	"k8s.io/klog/v2"
)

// TestWhatLibrariesLogReachesTheLog changes what the whole process logs to; no other test of the package looks at that.
func TestWhatLibrariesLogReachesTheLog(t *testing.T) {
	l := New()
	l.Bridge()
	for _, c := range []struct {
		log  func()
		want string
	}{
		{func() { klog.ErrorS(errors.New("gone"), "Cannot watch", "kind", "Pod") }, `ERROR Cannot watch err=gone kind=Pod`},
		{func() { klog.Errorf("broken %d", 7) }, "ERROR broken 7"},
		{func() { utilruntime.HandleError(errors.New("a handler failed")) }, "a handler failed"},
		{func() { log.Print("http: panic serving") }, "WARN http: panic serving"},
		{func() {
			warnings{l.Logger()}.HandleWarningHeaderWithContext(t.Context(), 299, "-", "v1beta1 is deprecated")
		}, `WARN the API server warns warning="v1beta1 is deprecated"`},
		{func() { l.ServerErrors().Print("http: Accept error: too many open files") }, `ERROR http: Accept error: too many open files component=server`},
	} {
		before := len(l.Records())
		c.log()
		records := l.Records()[before:]
		if len(records) != 1 || !strings.Contains(records[0].Level.String()+" "+records[0].Text, c.want) {
			t.Errorf("got %+v, want %q", records, c.want)
		}
	}
	l.ServerErrors().Print("http: TLS handshake error from 127.0.0.1:1: EOF")
	klog.InfoS("all is well")
	if got := l.Records(); len(got) != 6 {
		t.Errorf("everyday news is logged as %+v", got[6:])
	}
}

var _ rest.WarningHandlerWithContext = warnings{}

func TestRequestsAreNeverLogged(t *testing.T) {
	for _, level := range []slog.Level{slog.LevelError, slog.LevelWarn, slog.LevelInfo, slog.LevelDebug} {
		if v := klogVerbosity(level); v >= 6 {
			t.Errorf("at %v klog would log requests: its verbosity is %d", level, v)
		}
	}
}
