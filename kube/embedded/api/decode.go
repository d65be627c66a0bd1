package api

import (
	"fmt"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// decode makes an object from its protobuf form, and gives it the defaults that have come since it was stored, as reading from
// etcd does.
func (s *Server) decode(of schema.GroupResource, data []byte) (resource.Object, error) {
	k, ok := s.kinds[of]
	if !ok {
		return nil, fmt.Errorf("no resource %s is served", of)
	}
	obj := k.New()
	m, ok := obj.(interface{ Unmarshal(data []byte) error })
	if !ok {
		return nil, fmt.Errorf("a %T cannot be read", obj)
	}
	if err := m.Unmarshal(data); err != nil {
		return nil, err
	}
	s.scheme.Default(obj)
	return obj.(resource.Object), nil
}
