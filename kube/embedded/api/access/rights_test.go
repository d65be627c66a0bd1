package access_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/kronoscope/kronoscope/kube/embedded/api/apitest"
)

// as is a client that acts as somebody.
func as(t *testing.T, p apitest.Plane, name string, groups ...string) kubernetes.Interface {
	t.Helper()
	config := p.RESTConfig()
	config.Impersonate = rest.ImpersonationConfig{UserName: name, Groups: groups}
	return apitest.Must(kubernetes.NewForConfig(config))(t)
}

const account = "system:serviceaccount:ns:default"

func TestWhoActsAsAnotherHasThatUsersRights(t *testing.T) {
	p := apitest.New(t)
	for name, tt := range map[string]struct {
		user          string
		groups        []string
		all, discover bool
	}{
		"somebody":               {user: "bob", discover: true},
		"a service account":      {user: account, discover: true},
		"one in a group":         {user: "bob", groups: []string{"developers"}, discover: true},
		"nobody":                 {user: "system:anonymous"},
		"an administrator":       {user: "eve", groups: []string{"system:masters"}, all: true, discover: true},
		"one that is in no such": {user: "bob", groups: []string{"system:unauthenticated"}},
	} {
		t.Run(name, func(t *testing.T) {
			client := as(t, p, tt.user, tt.groups...)
			_, err := client.CoreV1().ConfigMaps("ns").Create(p.Ctx, &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{GenerateName: "c-"}}, metav1.CreateOptions{})
			want := `configmaps is forbidden: User "` + tt.user + `" cannot create resource "configmaps" in API group "" in the namespace "ns"`
			if tt.all != (err == nil) || !tt.all && (!apierrors.IsForbidden(err) || err.Error() != want) {
				t.Errorf("creating: %v", err)
			}
			_, err = client.CoreV1().Pods("ns").Watch(p.Ctx, metav1.ListOptions{})
			if tt.all != (err == nil) {
				t.Errorf("watching: %v", err)
			}
			if _, err := client.Discovery().ServerVersion(); err != nil {
				t.Errorf("the version: %v", err)
			}
			if _, err := client.Discovery().ServerGroups(); tt.discover != (err == nil) {
				t.Errorf("discovery: %v", err)
			}
			review, err := client.AuthorizationV1().SelfSubjectAccessReviews().Create(p.Ctx, &authorizationv1.SelfSubjectAccessReview{
				Spec: authorizationv1.SelfSubjectAccessReviewSpec{ResourceAttributes: &authorizationv1.ResourceAttributes{Verb: "delete", Resource: "namespaces"}},
			}, metav1.CreateOptions{})
			if tt.discover != (err == nil) || err == nil && review.Status.Allowed != tt.all {
				t.Errorf("may it delete namespaces? %v, %v", review, err)
			}
		})
	}
	if _, err := p.Typed.CoreV1().Pods("ns").List(p.Ctx, metav1.ListOptions{}); err != nil {
		t.Errorf("without a word of another: %v", err)
	}
}

func TestTheRulesOfAnotherUserAreThatUsers(t *testing.T) {
	p := apitest.New(t)
	rules := apitest.Must(as(t, p, "bob").AuthorizationV1().SelfSubjectRulesReviews().Create(p.Ctx, &authorizationv1.SelfSubjectRulesReview{
		Spec: authorizationv1.SelfSubjectRulesReviewSpec{Namespace: "ns"},
	}, metav1.CreateOptions{}))(t)
	var got []string
	for _, rule := range rules.Status.ResourceRules {
		got = append(got, fmt.Sprint(rule.Verbs, rule.APIGroups, rule.Resources))
	}
	want := []string{
		"[create] [authorization.k8s.io] [selfsubjectaccessreviews selfsubjectrulesreviews]", "[create] [authentication.k8s.io] [selfsubjectreviews]",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the rules are %q", got)
	}
	for _, rule := range rules.Status.NonResourceRules {
		if rule.Verbs[0] != "get" {
			t.Errorf("a rule is %v", rule)
		}
	}
}

func TestTheUserIsTold(t *testing.T) {
	p := apitest.New(t)
	whoami := func(client kubernetes.Interface) string {
		review := apitest.Must(client.AuthenticationV1().SelfSubjectReviews().Create(p.Ctx, &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{}))(t)
		if !review.CreationTimestamp.Time.Equal(p.Clock.Now().Truncate(time.Second)) {
			t.Errorf("asked at %v", review.CreationTimestamp)
		}
		return fmt.Sprint(review.Status.UserInfo.Username, review.Status.UserInfo.Groups)
	}
	if got := whoami(as(t, p, "bob")); got != "bob[system:authenticated]" {
		t.Errorf("bob is %s", got)
	}
	if got := whoami(p.Typed); !strings.Contains(got, "system:masters") {
		t.Errorf("the administrator is %s", got)
	}
}

func TestGroupsWithoutAUserAreABadRequest(t *testing.T) {
	p := apitest.New(t)
	for _, header := range []string{"Impersonate-Group", "Impersonate-Uid", "Impersonate-Extra-Scopes"} {
		result := p.Typed.CoreV1().RESTClient().Get().AbsPath("/api/v1/pods").SetHeader(header, "x").Do(p.Ctx)
		code := 0
		if err := result.StatusCode(&code).Error(); code != http.StatusBadRequest || !strings.Contains(err.Error(), "without impersonating a user name") {
			t.Errorf("%s: %d %v", header, code, err)
		}
	}
}
