package forecast

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/scheduler/annotation"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// open returns the screen on a scene before anything has been computed, and the command that computes the forecast.
func open(t *testing.T, quotas Quotas, cronJobs ...kube.Key) (*Screen, tea.Cmd) {
	t.Helper()
	theme, err := themes.ByName("none")
	if err != nil {
		t.Fatal(err)
	}
	env := &screen.Env{
		Cluster: &kube.Cluster{}, Snapshot: scene(), Styles: theme.Styles(), Keys: keymap.Default(), Now: tuitest.Now, Zone: tuitest.Paris,
	}
	s := New(t.Context(), env, screen.ForecastMsg{CronJobs: cronJobs, Chosen: "marked"}, quotas)
	s.SetSize(120, 32)
	return s, s.Update(screen.ChangedMsg{})
}

// scene is the usual scene with a CronJob that cannot keep up.
func scene() *workload.Snapshot {
	snapshot := tuitest.Scene()
	slow := tuitest.CronJob("reindex", "*/30 * * * *", tuitest.Paris, 30*time.Minute)
	slow.Trimmed.Spec.ConcurrencyPolicy = batchv1.ForbidConcurrent
	done := tuitest.Job("reindex-1", workload.JobComplete, 3*time.Hour, 1, 1, 40*time.Minute)
	slow.Jobs = append(slow.Jobs, done)
	snapshot.CronJobs = append(snapshot.CronJobs, slow)
	return snapshot
}

func carryOut(s *Screen, cmd tea.Cmd) {
	if cmd != nil {
		s.Update(cmd())
	}
}

func press(s *Screen, key rune) tea.Cmd {
	if key == tea.KeyEscape || key == tea.KeyEnter || key == tea.KeyDown {
		return s.Update(tea.KeyPressMsg{Code: key})
	}
	return s.Update(tea.KeyPressMsg{Code: key, Text: string(key)})
}

func text(s *Screen) string { return ansi.Strip(s.View()) }

func sees(t *testing.T, s *Screen, want ...string) {
	t.Helper()
	tuitest.Sees(t, s, want...)
}

func podQuota(context.Context) ([]*corev1.ResourceQuota, error) {
	hard := corev1.ResourceList{corev1.ResourcePods: resource.MustParse("2")}
	return []*corev1.ResourceQuota{
		{ObjectMeta: metav1.ObjectMeta{Namespace: "default", Name: "team"}, Spec: corev1.ResourceQuotaSpec{Hard: hard}},
		{ObjectMeta: metav1.ObjectMeta{Namespace: "elsewhere", Name: "other"}, Spec: corev1.ResourceQuotaSpec{Hard: hard}},
	}, nil
}

func TestShowsTheForecast(t *testing.T) {
	s, cmd := open(t, podQuota)
	sees(t, s, "working it out")
	carryOut(s, cmd)
	golden.RequireEqual(t, text(s))
}

func TestAQuotaThatOthersUseUpLeavesNothing(t *testing.T) {
	s, cmd := open(t, func(ctx context.Context) ([]*corev1.ResourceQuota, error) {
		quotas, err := podQuota(ctx)
		quotas[0].Status.Used = corev1.ResourceList{corev1.ResourcePods: resource.MustParse("5")}
		return quotas, err
	})
	carryOut(s, cmd)
	sees(t, s, "of 0 ")
}

// A run without history takes as long as its annotation says, which is no warning.
func TestADurationFromAnAnnotationIsMarked(t *testing.T) {
	s, cmd := open(t, nil)
	carryOut(s, cmd)
	fresh := tuitest.CronJob("fresh", "*/10 * * * *", tuitest.Paris, 10*time.Minute)
	fresh.Trimmed.Spec.ConcurrencyPolicy = batchv1.ForbidConcurrent
	fresh.Trimmed.Spec.JobTemplate.Spec.Template.Annotations = map[string]string{annotation.Duration: "20m-30m"}
	fresh.Jobs = nil
	snapshot := *s.env.Snapshot
	snapshot.CronJobs = []*workload.CronJob{fresh}
	snapshot.Version++
	s.env.Snapshot = &snapshot
	carryOut(s, s.Update(screen.ChangedMsg{}))
	sees(t, s, "≈ annotated", "25m", "How long runs of fresh take comes from the annotation kronoscope/duration")
}

func TestEverySizeIsFilled(t *testing.T) {
	s, cmd := open(t, podQuota)
	carryOut(s, cmd)
	for _, large := range []bool{false, true} {
		if s.large != large {
			press(s, 'v')
		}
		for width := 1; width <= 200; width += 9 {
			for _, height := range []int{1, 2, 3, 5, 9, 20, 50} {
				s.SetSize(width, height)
				lines := strings.Split(s.View(), "\n")
				if len(lines) != height {
					t.Fatalf("%d lines in %d×%d", len(lines), width, height)
				}
				for _, line := range lines {
					if got := widget.Width(line); got != width {
						t.Fatalf("%d cells in %d×%d: %q", got, width, height, line)
					}
				}
			}
		}
	}
}

func TestTheSpanIsChosen(t *testing.T) {
	s, cmd := open(t, nil)
	carryOut(s, cmd)
	sees(t, s, "[ 7 days ] from Tue 24 Nov 01:58 to Tue 1 Dec 01:58")
	longer := press(s, ']')
	shorter := press(s, '[')
	carryOut(s, shorter)
	carryOut(s, longer) // given up before it was answered
	sees(t, s, "[ 7 days ]", "to Tue 1 Dec 01:58")
	carryOut(s, press(s, '['))
	sees(t, s, "[ 1 day ]", "to Wed 25 Nov 01:58")
	if press(s, '[') != nil {
		t.Error("the shortest span is worked out again")
	}
}

func TestEnterOpensTheCronJobUnderTheCursor(t *testing.T) {
	s, cmd := open(t, nil)
	carryOut(s, cmd)
	press(s, tea.KeyDown)
	press(s, tea.KeyEnter)
	cleanup := screen.Ref{Kind: screen.KindCronJob, Key: kube.Key{Namespace: "default", Name: "cleanup-temp"}}
	if diff := cmp.Diff([]tea.Msg{screen.ShowMsg{Ref: cleanup, As: screen.Details}}, s.env.Asked()); diff != "" {
		t.Error(diff)
	}
}

func TestOnlyTheMarkedOnes(t *testing.T) {
	s, cmd := open(t, nil, kube.Key{Namespace: "default", Name: "reindex"})
	carryOut(s, cmd)
	sees(t, s, "default/reindex")
	if strings.Contains(text(s), "daily-backup") {
		t.Error("others are told too")
	}
}

func TestUnreadableQuotasAreReported(t *testing.T) {
	s, cmd := open(t, func(context.Context) ([]*corev1.ResourceQuota, error) {
		return nil, errors.New("reading the ResourceQuotas: forbidden")
	})
	carryOut(s, cmd)
	sees(t, s, "! Quotas are left out: reading the ResourceQuotas: forbidden.", "daily-backup")
}

// A custom API server may let through what Kubernetes' own refuses.
func TestTextOfTheClusterStaysText(t *testing.T) {
	const evil = "x\x1b[2J\x1b]0;owned\a\u202e"
	for _, namespaces := range [][]string{{"default"}, {"default", "other"}} {
		s, _ := open(t, func(context.Context) (quotas []*corev1.ResourceQuota, _ error) {
			for _, ns := range namespaces {
				quotas = append(quotas, &corev1.ResourceQuota{
					ObjectMeta: metav1.ObjectMeta{Namespace: ns, Name: evil},
					Spec:       corev1.ResourceQuotaSpec{Hard: corev1.ResourceList{"requests." + evil: resource.MustParse("1")}},
				})
			}
			return quotas, nil
		})
		for i, ns := range namespaces {
			c := s.env.Snapshot.CronJobs[i+2]
			c.Trimmed.Namespace, c.Trimmed.Spec.ConcurrencyPolicy = ns, evil
			requests := corev1.ResourceList{evil: resource.MustParse("2")}
			c.Trimmed.Spec.JobTemplate.Spec.Template.Spec.Containers = []corev1.Container{{Name: "main", Resources: corev1.ResourceRequirements{Requests: requests}}}
		}
		carryOut(s, s.ask(true))
		s.SetSize(240, 60)
		sees(t, s, "requests.x")
		for _, bad := range []string{"\x1b[2J", "\x1b]", "\a", "\u202e"} {
			if strings.Contains(s.View(), bad) {
				t.Errorf("of %d namespaces the frame holds %q:\n%q", len(namespaces), bad, s.View())
			}
		}
	}
}

func TestSaysWhenThereIsTooMuchToForecast(t *testing.T) {
	s, _ := open(t, nil)
	s.env.Snapshot = tuitest.Scene()
	for i := range 80 {
		s.env.Snapshot.CronJobs = append(s.env.Snapshot.CronJobs, tuitest.CronJob(fmt.Sprintf("busy-%d", i), "* * * * *", time.UTC, time.Minute))
	}
	carryOut(s, press(s, ']'))
	sees(t, s, "more than 2000000 slots")
}

func TestSchedulesAreShownToTheirEnd(t *testing.T) {
	s, cmd := open(t, podQuota)
	carryOut(s, cmd)
	for width := 60; width <= 140; width++ {
		s.SetSize(width, 32)
		sees(t, s, "*/10 * * * *  ", "*/30 * * * *  ")
	}
}

func TestTheFooterOffersWhatThereIs(t *testing.T) {
	offers := func(s *Screen) (words []string) {
		for _, b := range s.ShortHelp() {
			words = append(words, b.Help().Desc)
		}
		return words
	}
	s, cmd := open(t, nil, kube.Key{Namespace: "default", Name: "gone"})
	carryOut(s, cmd)
	if diff := cmp.Diff([]string{"shorter span", "longer span", "refresh", "back"}, offers(s)); diff != "" {
		t.Errorf("without CronJobs: %s", diff)
	}
	press(s, tea.KeyEnter)
	if diff := cmp.Diff([]tea.Msg{screen.ToastMsg{Level: screen.Warn, Text: "there is no CronJob to open"}}, s.env.Asked()); diff != "" {
		t.Errorf("enter: %s", diff)
	}
	s, cmd = open(t, nil)
	carryOut(s, cmd)
	carryOut(s, press(s, '['))
	if diff := cmp.Diff([]string{"open", "longer span", "all findings", "refresh", "back"}, offers(s)); diff != "" {
		t.Errorf("of a day: %s", diff)
	}
}
