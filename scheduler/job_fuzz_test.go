package scheduler

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// FuzzPlanJob lets the fuzzer choose Jobs and the fates of their pods.
func FuzzPlanJob(f *testing.F) {
	for seed := range uint64(8) {
		random := rand.New(rand.NewPCG(seed, 37))
		data := make([]byte, 4096)
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) { rapid.MakeFuzz(countsHold(t))(t, data) })
}
