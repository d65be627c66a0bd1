package watch

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	"k8s.io/apimachinery/pkg/version"
	"k8s.io/client-go/discovery"
	fakediscovery "k8s.io/client-go/discovery/fake"
	"k8s.io/client-go/kubernetes/fake"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload/workloadtest"
)

// versioned is a client whose server has the version that a test chooses.
type versioned struct {
	*fake.Clientset
	version func(context.Context) (*version.Info, error)
}

func (v versioned) Discovery() discovery.DiscoveryInterfaces {
	return versionedDiscovery{v.Clientset.Discovery().(*fakediscovery.FakeDiscovery), v.version}
}

type versionedDiscovery struct {
	*fakediscovery.FakeDiscovery
	version func(context.Context) (*version.Info, error)
}

func (d versionedDiscovery) ServerVersionWithContext(ctx context.Context) (*version.Info, error) {
	return d.version(ctx)
}

func (d versionedDiscovery) ServerVersion() (*version.Info, error) {
	return d.version(context.Background())
}

func TestJobPodLabel_DependsOnTheServersVersion(t *testing.T) {
	for name, tt := range map[string]struct {
		versions []string // minor versions; empty for a failure
		want     []string
		asks     int
	}{
		"an old one":                   {[]string{"26"}, []string{legacyPodLabel, legacyPodLabel}, 1},
		"an old one of a vendor":       {[]string{"26+"}, []string{legacyPodLabel}, 1},
		"a recent one":                 {[]string{"27"}, []string{batchv1.JobNameLabel, batchv1.JobNameLabel}, 1},
		"one without sense":            {[]string{"new"}, []string{batchv1.JobNameLabel, batchv1.JobNameLabel}, 1},
		"an old one, known in the end": {[]string{"", "", "26"}, []string{batchv1.JobNameLabel, batchv1.JobNameLabel, legacyPodLabel, legacyPodLabel}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			asks := 0
			selector := jobPodLabel(versioned{fake.NewClientset(), func(context.Context) (*version.Info, error) {
				minor := tt.versions[asks]
				if asks++; minor == "" {
					return nil, errors.New("connection refused")
				}
				return &version.Info{Major: "1", Minor: minor}, nil
			}})
			var got []string
			for range tt.want {
				got = append(got, selector(t.Context()))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" || asks != tt.asks {
				t.Errorf("%d times asked, want %d\n%s", asks, tt.asks, diff)
			}
		})
	}
}

func TestInventory_WhileTheServersVersionIsUnknown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := versioned{fake.NewClientset(workloadtest.Job("a")), func(ctx context.Context) (*version.Info, error) {
			<-ctx.Done()
			return nil, ctx.Err()
		}}
		inv := NewInventory(&kube.Cluster{Client: client})
		until(t, inv, live) // after a while it is done without
		inv.Stop()

		inv = NewInventory(&kube.Cluster{Client: client})
		synctest.Wait()
		start := time.Now()
		if inv.Stop(); time.Since(start) != 0 {
			t.Errorf("it took %v to stop", time.Since(start))
		}
	})
}
