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

// guard turns bbolt's panics on a damaged file, and faults in a file that was cut short, into an error. It must be deferred.
func (d *DB) guard(err *error) {
	if p := recover(); p != nil {
		*err = d.damaged(fmt.Errorf("%v", p))
	}
}

// faultsPanic turns faults on this goroutine into panics for [DB.guard], until restore is called.
func faultsPanic() (restore func()) {
	before := debug.SetPanicOnFault(true)
	return func() { debug.SetPanicOnFault(before) }
}
