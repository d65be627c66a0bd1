package kinds

import (
	"encoding/binary"
	"math/rand/v2"
	"sync"

	"github.com/google/uuid"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apiserver/pkg/storage/names"
)

// Upstream's alphabet for generated names has no vowels and nothing that looks like another character.
const (
	nameAlphabet  = "bcdfghjklmnpqrstvwxz2456789"
	nameSuffix    = 5
	maxNameLength = 63
)

// identities draws UIDs and generated names from a seed, so that a run can be repeated. Each start on the same journal draws
// others, so that no UID or name is used twice. UIDs and names come from separate sequences: events take UIDs only, and how many are
// written between two pods of a Job is a matter of chance.
type identities struct {
	mu                 sync.Mutex
	uids, names, parts *rand.Rand
}

var _ names.NameGenerator = (*identities)(nil)

func newIdentities(seed, starts uint64) *identities {
	const golden = 0x9e3779b97f4a7c15 // spreads the number of starts over all bits
	source := func(of uint64) *rand.Rand {
		return rand.New(rand.NewPCG(seed, of^starts*golden)) //nolint:gosec // no secrets
	}
	return &identities{uids: source(0x6b726f6e6f), names: source(0x6e616d6573), parts: source(0x7061727473)}
}

// UID returns a version 4 UUID.
func (i *identities) UID() types.UID {
	var u uuid.UUID
	i.mu.Lock()
	binary.LittleEndian.PutUint64(u[:8], i.uids.Uint64())
	binary.LittleEndian.PutUint64(u[8:], i.uids.Uint64())
	i.mu.Unlock()
	u[6] = u[6]&0x0f | 0x40
	u[8] = u[8]&0x3f | 0x80
	return types.UID(u.String())
}

// GenerateName appends a suffix to metadata.generateName, which is cut if the name would be too long.
func (i *identities) GenerateName(base string) string {
	if limit := maxNameLength - nameSuffix; len(base) > limit {
		base = base[:limit]
	}
	name := make([]byte, len(base), len(base)+nameSuffix)
	copy(name, base)
	i.mu.Lock()
	defer i.mu.Unlock()
	return string(appendSuffix(name, i.names))
}

// Suffix returns a suffix for the name of a part of an object, such as a volume. It comes from a sequence of its own.
func (i *identities) Suffix() string {
	i.mu.Lock()
	defer i.mu.Unlock()
	return string(appendSuffix(nil, i.parts))
}

func appendSuffix(name []byte, source *rand.Rand) []byte {
	for range nameSuffix {
		name = append(name, nameAlphabet[source.IntN(len(nameAlphabet))])
	}
	return name
}
