package serve

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// guard passes on requests whose Host is the server's, whose Origin is no other web page, and which have the token. A page in the
// user's browser could send requests to loopback, even by its own name if that name is rebound to loopback.
type guard struct {
	token string
	place place
	next  http.Handler
}

func (g guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case !g.place.answersTo(r.Host):
		refuse(w, forbidden("the Host of the request is not one that this server listens on"))
	case !sameOrigin(r):
		refuse(w, forbidden("requests of web pages are refused"))
	case !g.knows(r.Header.Values("Authorization")):
		refuse(w, apierrors.NewUnauthorized("Unauthorized"))
	default:
		r.Header.Del("Authorization") // next does not need it
		g.next.ServeHTTP(w, r)
	}
}

// sameOrigin reports whether the request comes from no other web page. Clients that are not browsers send no Origin.
func sameOrigin(r *http.Request) bool {
	for _, origin := range r.Header.Values("Origin") {
		u, err := url.Parse(origin)
		if err != nil || u.Scheme != "https" || !strings.EqualFold(u.Host, r.Host) {
			return false
		}
	}
	return true
}

func (g guard) knows(authorization []string) bool {
	if len(authorization) != 1 {
		return false
	}
	scheme, token, _ := strings.Cut(authorization[0], " ")
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare([]byte(strings.TrimSpace(token)), []byte(g.token)) == 1
}

func forbidden(why string) *apierrors.StatusError {
	e := apierrors.NewForbidden(schema.GroupResource{}, "", nil)
	e.ErrStatus.Message = why
	return e
}

// refuse answers with a Status, as an API server does.
func refuse(w http.ResponseWriter, err *apierrors.StatusError) {
	status := err.Status()
	status.TypeMeta = metav1.TypeMeta{Kind: "Status", APIVersion: "v1"}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-cache, private")
	w.WriteHeader(int(status.Code))
	_ = json.NewEncoder(w).Encode(status)
}
