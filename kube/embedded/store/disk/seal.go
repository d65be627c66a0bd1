package disk

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"runtime/debug"
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// seal puts a checksum before a value: bbolt has none for its data.
func seal(value []byte) []byte {
	sealed := make([]byte, 4, 4+len(value))
	binary.BigEndian.PutUint32(sealed, crc32.Checksum(value, castagnoli))
	return append(sealed, value...)
}

// unseal checks a value and returns a copy of it.
func unseal(sealed []byte) ([]byte, error) {
	if len(sealed) < 4 {
		return nil, errors.New("a value is cut short")
	}
	value := append([]byte{}, sealed[4:]...)
	if crc32.Checksum(value, castagnoli) != binary.BigEndian.Uint32(sealed) {
		return nil, errors.New("a value's checksum is wrong")
	}
	return value, nil
}

// guard turns the panics of bbolt over a damaged file, and faults where a file is shorter than it says, into an error. It is
// deferred, and covers what follows.
func (d *DB) guard(err *error) {
	if p := recover(); p != nil {
		*err = d.damaged(fmt.Errorf("%v", p))
	}
}

// faultsPanic lets [DB.guard] see faults on this goroutine until the returned func is called.
func faultsPanic() (restore func()) {
	before := debug.SetPanicOnFault(true)
	return func() { debug.SetPanicOnFault(before) }
}
