// Package access decides who a request comes from and what that user may do: one administrator, whoever the administrator
// impersonates, and the reviews by which users ask about themselves.
//
// It authenticates nobody: who reaches the server is the administrator. It knows no objects.
package access

import (
	"net/http"

	authenticationv1 "k8s.io/api/authentication/v1"
	authorizationv1 "k8s.io/api/authorization/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/registry/rest"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
)

// Admin is the user of every request that does not impersonate another.
var Admin user.Info = &user.DefaultInfo{
	Name: "kubernetes-admin", Groups: []string{user.SystemPrivilegedGroup, user.AllAuthenticated},
}

// ErrorWriter answers a request with an API status.
type ErrorWriter func(http.ResponseWriter, *http.Request, error)

// Reviews returns what the endpoints serve for the reviews in a group, by resource.
func Reviews(gv schema.GroupVersion, c *clock.Clock) map[string]rest.Storage {
	switch gv.Group {
	case authenticationv1.GroupName:
		return map[string]rest.Storage{"selfsubjectreviews": userReviewREST{c}}
	case authorizationv1.GroupName:
		return map[string]rest.Storage{
			"selfsubjectaccessreviews": accessReviewREST{},
			"selfsubjectrulesreviews":  rulesReviewREST{},
		}
	}
	return nil
}
