package access

import (
	"net/http"
	"slices"
	"strings"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	"k8s.io/apiserver/pkg/endpoints/handlers/responsewriters"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
)

// rights are what a user may do.
type rights struct {
	resources []authorizationv1.ResourceRule
	paths     []authorizationv1.NonResourceRule
}

// The rights of upstream's bootstrap roles: cluster-admin for the group of administrators, system:basic-user and system:discovery
// for authenticated users, system:public-info-viewer for everybody. The plane has no other roles.
var (
	adminRights = rights{
		[]authorizationv1.ResourceRule{{Verbs: []string{"*"}, APIGroups: []string{"*"}, Resources: []string{"*"}}},
		[]authorizationv1.NonResourceRule{{Verbs: []string{"*"}, NonResourceURLs: []string{"*"}}},
	}
	publicRights = rights{paths: []authorizationv1.NonResourceRule{{
		Verbs: []string{"get"}, NonResourceURLs: []string{"/healthz", "/livez", "/readyz", "/version", "/version/"},
	}}}
	authenticatedRights = rights{
		[]authorizationv1.ResourceRule{{
			Verbs: []string{"create"}, APIGroups: []string{authorizationv1.GroupName},
			Resources: []string{"selfsubjectaccessreviews", "selfsubjectrulesreviews"},
		}, {
			Verbs: []string{"create"}, APIGroups: []string{authenticationv1.GroupName}, Resources: []string{"selfsubjectreviews"},
		}},
		append([]authorizationv1.NonResourceRule{{
			Verbs: []string{"get"}, NonResourceURLs: []string{"/api", "/api/*", "/apis", "/apis/*", "/openapi", "/openapi/*"},
		}}, publicRights.paths...),
	}
)

func rightsOf(u user.Info) rights {
	switch groups := u.GetGroups(); {
	case slices.Contains(groups, user.SystemPrivilegedGroup):
		return adminRights
	case slices.Contains(groups, user.AllAuthenticated):
		return authenticatedRights
	}
	return publicRights
}

// allow reports whether a request may be made.
func (r rights) allow(a authorizer.AttributesRecord) bool {
	if !a.ResourceRequest {
		return slices.ContainsFunc(r.paths, func(rule authorizationv1.NonResourceRule) bool {
			return covers(rule.Verbs, a.Verb) && slices.ContainsFunc(rule.NonResourceURLs, func(url string) bool {
				prefix, open := strings.CutSuffix(url, "*")
				return url == a.Path || open && strings.HasPrefix(a.Path, prefix)
			})
		})
	}
	resource := a.Resource
	if a.Subresource != "" {
		resource += "/" + a.Subresource
	}
	return slices.ContainsFunc(r.resources, func(rule authorizationv1.ResourceRule) bool {
		return covers(rule.Verbs, a.Verb) && covers(rule.APIGroups, a.APIGroup) && covers(rule.Resources, resource)
	})
}

func covers(rule []string, asked string) bool {
	return slices.Contains(rule, "*") || slices.Contains(rule, asked)
}

// WithAuthorization refuses what the user of a request may not do, in upstream's words.
func WithAuthorization(h http.Handler, answer ErrorWriter) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who, _ := genericapirequest.UserFrom(r.Context())
		info, _ := genericapirequest.RequestInfoFrom(r.Context())
		asked := authorizer.AttributesRecord{
			User: who, Verb: info.Verb, Path: info.Path, ResourceRequest: info.IsResourceRequest,
			APIGroup: info.APIGroup, APIVersion: info.APIVersion, Resource: info.Resource, Subresource: info.Subresource,
			Namespace: info.Namespace, Name: info.Name,
		}
		if !rightsOf(who).allow(asked) {
			answer(w, r, responsewriters.ForbiddenStatusError(&asked, ""))
			return
		}
		h.ServeHTTP(w, r)
	})
}
