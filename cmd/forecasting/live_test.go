package forecasting

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kronoscope/kronoscope/cmd/flags"
	"github.com/kronoscope/kronoscope/kube"
)

// A cluster is read in a while in which its Jobs go on: what a forecast rests on is no younger than its first answer.
func TestForecastOfAClusterBeginsBeforeItIsRead(t *testing.T) {
	var mu sync.Mutex
	now := time.Date(2026, 11, 24, 2, 0, 0, 0, time.UTC)
	var listed time.Time // when the first list was asked for
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		kind, items := "", ""
		switch {
		case strings.HasSuffix(r.URL.Path, "/cronjobs"):
			kind, items = "CronJob", `{"metadata":{"name":"backup","namespace":"default"},"spec":{"schedule":"0 2 * * *"}}`
		case strings.HasSuffix(r.URL.Path, "/jobs"):
			kind = "Job"
		case strings.HasSuffix(r.URL.Path, "/resourcequotas"):
			kind = "ResourceQuota"
		}
		version := "batch/v1"
		if kind == "ResourceQuota" {
			version = "v1"
		}
		if kind != "" && listed.IsZero() {
			listed = now
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Kronoscope-Clock", fmt.Sprintf(`{"now":%q,"paused":true}`, now.Format(time.RFC3339)))
		_, _ = fmt.Fprintf(w, `{"kind":"%sList","apiVersion":%q,"items":[%s]}`, kind, version, items)
		now = now.Add(10 * time.Second)
	}))
	defer server.Close()
	config := filepath.Join(t.TempDir(), "config")
	if err := os.WriteFile(config, fmt.Appendf(nil, `{"apiVersion":"v1","kind":"Config","current-context":"slow",
		"contexts":[{"name":"slow","context":{"cluster":"slow"}}],"clusters":[{"name":"slow","cluster":{"server":%q}}]}`, server.URL), 0o600); err != nil {
		t.Fatal(err)
	}
	workloads, _, seen, err := readLive(t.Context(), &flags.Shared{Cluster: kube.Options{Kubeconfig: config}})
	if err != nil || len(workloads) != 1 {
		t.Fatalf("%d CronJobs, error %v", len(workloads), err)
	}
	if seen.After(listed) || seen.Before(listed.Add(-time.Minute)) {
		t.Errorf("seen at %s, the first list was at %s", seen, listed)
	}
}
