package access

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	authenticationv1 "k8s.io/api/authentication/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apiserver/pkg/authentication/serviceaccount"
	"k8s.io/apiserver/pkg/authentication/user"
	genericapirequest "k8s.io/apiserver/pkg/endpoints/request"
)

// WithImpersonation lets a request act as the user whom its headers name; the plane's only user may always do so. Upstream's filter
// depends on its whole authentication, which the plane does not have.
func WithImpersonation(h http.Handler, answer ErrorWriter) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wanted, err := wantedUser(r.Header)
		if err != nil {
			answer(w, r, err)
			return
		}
		if wanted != nil {
			r = r.WithContext(genericapirequest.WithUser(r.Context(), wanted))
		}
		h.ServeHTTP(w, r)
	})
}

// wantedUser returns the user whom the headers ask to act as, or nil if they name none.
func wantedUser(header http.Header) (user.Info, error) {
	wanted := &user.DefaultInfo{
		Name: header.Get(authenticationv1.ImpersonateUserHeader), UID: header.Get(authenticationv1.ImpersonateUIDHeader),
		Groups: slices.Clone(header[authenticationv1.ImpersonateGroupHeader]),
	}
	for _, name := range slices.Sorted(maps.Keys(header)) {
		key, ok := strings.CutPrefix(name, authenticationv1.ImpersonateUserExtraHeaderPrefix)
		if !ok {
			continue
		}
		key = strings.ToLower(key)
		if plain, err := url.PathUnescape(key); err == nil {
			key = plain
		}
		if wanted.Extra == nil {
			wanted.Extra = map[string][]string{}
		}
		wanted.Extra[key] = append(wanted.Extra[key], header[name]...)
	}
	switch {
	case wanted.Name != "":
		wanted.Groups = groupsOf(wanted)
		return wanted, nil
	case wanted.UID != "" || wanted.Groups != nil || wanted.Extra != nil:
		return nil, apierrors.NewBadRequest(fmt.Sprintf("requested %#v without impersonating a user name", wanted))
	}
	return nil, nil
}

// groupsOf returns the groups asked for and those that every such user is in.
func groupsOf(u *user.DefaultInfo) []string {
	groups := u.Groups
	if namespace, _, err := serviceaccount.SplitUsername(u.Name); err == nil && len(groups) == 0 {
		groups = serviceaccount.MakeGroupNames(namespace)
	}
	switch {
	case slices.Contains(groups, user.AllUnauthenticated), u.Name != user.Anonymous && slices.Contains(groups, user.AllAuthenticated):
		return groups
	case u.Name == user.Anonymous:
		return append(groups, user.AllUnauthenticated)
	}
	return append(groups, user.AllAuthenticated)
}
