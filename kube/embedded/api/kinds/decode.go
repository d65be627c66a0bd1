package kinds

import (
	"fmt"

	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kronoscope/kronoscope/kube/embedded/resource"
)

// decode reads an object in protobuf and gives it its defaults, some of which may be newer than the stored object. Reading from
// etcd does the same.
func (s *Set) decode(of schema.GroupResource, data []byte) (resource.Object, error) {
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
	s.Scheme.Default(obj)
	return obj.(resource.Object), nil
}
