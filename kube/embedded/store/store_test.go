package store_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/store"
)

var start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func newTable(o store.Options) (*store.Table, *store.Store, *clock.Clock) {
	c := clock.NewManual(start)
	s := store.New(c, o)
	return s.Table(corev1.Resource("configmaps")), s, c
}

func object(namespace, name string, owners ...types.UID) *corev1.ConfigMap {
	o := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}}
	for _, uid := range owners {
		o.OwnerReferences = append(o.OwnerReferences, metav1.OwnerReference{UID: uid})
	}
	return o
}

func create(t testing.TB, table *store.Table, o *corev1.ConfigMap) *store.Item {
	t.Helper()
	item, err := table.Create(t.Context(), o, 0)
	if err != nil {
		t.Fatal(err)
	}
	return item
}

func keys(items []*store.Item) []string {
	var got []string
	for _, i := range items {
		got = append(got, i.Key())
	}
	return got
}

func TestListsAreOrderedAndPerNamespace(t *testing.T) {
	table, _, _ := newTable(store.Options{})
	for _, n := range []types.NamespacedName{{Namespace: "b", Name: "2"}, {Namespace: "a", Name: "1"}, {Namespace: "a-b", Name: "9"}, {Namespace: "b", Name: "1"}, {Namespace: "ab", Name: "1"}} {
		create(t, table, object(n.Namespace, n.Name))
	}
	all, _ := table.List("")
	if diff := cmp.Diff([]string{"a-b/9", "a/1", "ab/1", "b/1", "b/2"}, keys(all)); diff != "" {
		t.Error(diff)
	}
	some, _ := table.List("b")
	if diff := cmp.Diff([]string{"b/1", "b/2"}, keys(some)); diff != "" {
		t.Error(diff)
	}
}

func TestWritesNeedWhatIsStored(t *testing.T) {
	table, s, _ := newTable(store.Options{})
	first := create(t, table, object("ns", "a"))
	if _, err := table.Create(t.Context(), object("ns", "a"), 0); !errors.Is(err, store.ErrExists) {
		t.Errorf("creating twice: %v", err)
	}
	second, err := table.Replace(t.Context(), first, object("ns", "a"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := table.Replace(t.Context(), first, object("ns", "a"), 0); !errors.Is(err, store.ErrConflict) {
		t.Errorf("replacing what is replaced: %v", err)
	}
	if _, err := table.Delete(t.Context(), first); !errors.Is(err, store.ErrConflict) {
		t.Errorf("deleting what is replaced: %v", err)
	}
	if revision, err := table.Delete(t.Context(), second); err != nil || revision != s.Revision() {
		t.Errorf("deleted at %d (%v), want the latest %d", revision, err, s.Revision())
	}
	if _, err := table.Replace(t.Context(), second, object("ns", "a"), 0); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("replacing what is gone: %v", err)
	}
}

func TestOwnedByFollowsReferences(t *testing.T) {
	table, _, _ := newTable(store.Options{})
	create(t, table, object("ns", "c", "u"))
	b := create(t, table, object("ns", "b", "u", "v"))
	create(t, table, object("ns", "a", "u", "u")) // twice the same owner
	create(t, table, object("other", "x", "u"))
	if diff := cmp.Diff([]string{"ns/a", "ns/b", "ns/c"}, keys(table.OwnedBy("ns", "u"))); diff != "" {
		t.Error(diff)
	}
	b, err := table.Replace(t.Context(), b, object("ns", "b", "v"), 0)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"ns/a", "ns/c"}, keys(table.OwnedBy("ns", "u"))); diff != "" {
		t.Errorf("after a release: %s", diff)
	}
	if _, err := table.Delete(t.Context(), b); err != nil {
		t.Fatal(err)
	}
	if got := table.OwnedBy("ns", "v"); len(got) != 0 {
		t.Errorf("after the last dependent went: %q", keys(got))
	}
}

func TestObserversHearEverythingInOrder(t *testing.T) {
	table, _, _ := newTable(store.Options{})
	create(t, table, object("ns", "before"))
	var heard []string
	stop := table.Observe(func(old, updated *store.Item) {
		switch {
		case old == nil:
			heard = append(heard, "added "+updated.Key())
		case updated == nil:
			heard = append(heard, "removed "+old.Key())
		default:
			heard = append(heard, "changed "+updated.Key())
		}
	})
	a := create(t, table, object("ns", "a"))
	a, _ = table.Replace(t.Context(), a, object("ns", "a"), 0)
	if _, err := table.Delete(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	stop()
	create(t, table, object("ns", "after"))
	if diff := cmp.Diff([]string{"added ns/before", "added ns/a", "changed ns/a", "removed ns/a"}, heard); diff != "" {
		t.Error(diff)
	}
}

func TestPastMomentsCanBeListedWhileRemembered(t *testing.T) {
	table, s, _ := newTable(store.Options{History: 4})
	a := create(t, table, object("ns", "a"))
	create(t, table, object("ns", "b"))
	moment := s.Revision()
	if _, err := table.Delete(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	create(t, table, object("ns", "c"))
	past, err := table.ListAt("ns", moment)
	if diff := cmp.Diff([]string{"ns/a", "ns/b"}, keys(past)); diff != "" || err != nil {
		t.Error(diff, err)
	}
	now, _ := table.List("ns")
	if diff := cmp.Diff([]string{"ns/b", "ns/c"}, keys(now)); diff != "" {
		t.Errorf("looking back changed the present: %s", diff)
	}
	for i := range 4 {
		create(t, table, object("ns", fmt.Sprint("d", i)))
	}
	var expired *store.ExpiredError
	if _, err := table.ListAt("ns", moment); !errors.As(err, &expired) {
		t.Errorf("a forgotten moment: %v", err)
	}
}

func TestCursorReadsWhatHistoryForgot(t *testing.T) {
	table, s, _ := newTable(store.Options{History: 2, Lag: 5})
	cursor, err := table.Cursor(s.Revision())
	if err != nil {
		t.Fatal(err)
	}
	for i := range 5 {
		create(t, table, object("ns", fmt.Sprint(i)))
	}
	for i := range 5 {
		c, err := cursor.Next(context.Background())
		if err != nil || c.New.Key() != fmt.Sprint("ns/", i) {
			t.Fatalf("change %d: %+v, %v", i, c, err)
		}
	}
	for i := range 6 {
		create(t, table, object("ns", fmt.Sprint("more", i)))
	}
	var expired *store.ExpiredError
	if _, err := cursor.Next(context.Background()); !errors.As(err, &expired) {
		t.Errorf("six changes behind with five allowed: %v", err)
	}
}

func TestCursorWaitsAndEndsWithItsContext(t *testing.T) {
	table, s, _ := newTable(store.Options{})
	cursor, err := table.Cursor(s.Revision())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	got := make(chan error)
	go func() {
		_, err := cursor.Next(ctx)
		got <- err
		_, err = cursor.Next(ctx)
		got <- err
	}()
	create(t, table, object("ns", "a"))
	if err := <-got; err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-got; !errors.Is(err, context.Canceled) {
		t.Errorf("ended with %v", err)
	}
}

func TestWritingAgainPostponesExpiry(t *testing.T) {
	table, _, c := newTable(store.Options{})
	ctx := context.Background()
	old, err := table.Create(t.Context(), object("ns", "a"), time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	run := func(d time.Duration) {
		t.Helper()
		if err := c.RunUntil(ctx, start.Add(d)); err != nil {
			t.Fatal(err)
		}
	}
	run(50 * time.Minute)
	if _, err := table.Replace(t.Context(), old, object("ns", "a"), time.Hour); err != nil {
		t.Fatal(err)
	}
	run(100 * time.Minute)
	if table.Get("ns", "a") == nil {
		t.Fatal("expired an hour after its first write")
	}
	run(112 * time.Minute)
	if table.Get("ns", "a") != nil {
		t.Error("lives more than an hour and a minute after its last write")
	}
	if _, pending := c.Next(); pending {
		t.Error("a timer is left although nothing expires")
	}
}

// Two days of events, one every ten seconds, must leave an hour's worth.
func TestExpiryBoundsTheStore(t *testing.T) {
	table, _, c := newTable(store.Options{})
	for i := range 2 * 24 * 3600 / 10 {
		if err := c.RunUntil(context.Background(), start.Add(time.Duration(i)*10*time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := table.Create(t.Context(), object("ns", fmt.Sprint(i)), time.Hour); err != nil {
			t.Fatal(err)
		}
	}
	if n := table.Len(); n < 360 || n > 367 {
		t.Errorf("%d objects are left, want those of an hour and at most a minute: 360 to 367", n)
	}
}
