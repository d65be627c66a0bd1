package logs

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes/fake"

	"github.com/kronoscope/kronoscope/kube"
)

// A screen may be closed while its feed is being opened: then nobody closes the feed.
func TestAFeedEndsWithTheScreenThatOpenedIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		job := &batchv1.Job{ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "batch"}}
		ctx, cancel := context.WithCancel(t.Context())
		feed, err := FromCluster(&kube.Cluster{Client: fake.NewClientset(job)})(ctx, Target{Job: kube.Key{Namespace: "default", Name: "batch"}})
		if err != nil {
			t.Fatal(err)
		}
		ended := make(chan error, 1)
		go func() {
			_, err := feed.Next()
			ended <- err
		}()
		synctest.Wait()
		cancel()
		select {
		case err := <-ended:
			if !errors.Is(err, io.EOF) {
				t.Errorf("it ends with %v", err)
			}
		case <-time.After(time.Hour):
			t.Error("it goes on")
			feed.Close()
		}
	})
}
