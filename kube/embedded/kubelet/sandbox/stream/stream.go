// Package stream has what the file descriptors of a simulated process refer to: files, pipes, devices, here-documents and the
// container's own output. It does not decide where a redirection leads; the shell does.
package stream

import (
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
)

// Stream is what a file descriptor refers to. The process that calls it holds the processor, and may wait.
type Stream interface {
	Read(p *machine.Process, b []byte) (int, error)
	Write(p *machine.Process, b []byte) (int, error)
	Close()
}

// File is an open stream. Descriptors that were duplicated from one another share it.
type File struct {
	Stream
	refs  int
	bound *Bound // to the process that asked last
}

// New opens a stream.
func New(s Stream) *File { return &File{Stream: s, refs: 1} }

// Dup returns the file for another descriptor.
func (f *File) Dup() *File {
	f.refs++
	return f
}

// Release gives up a descriptor; the last one closes the stream.
func (f *File) Release() {
	if f.refs--; f.refs == 0 {
		f.Stream.Close()
	}
}

// OnDisk opens a file of a volume as a stream.
func OnDisk(h *files.Handle) *File { return New(diskFile{h}) }

// diskFile is an open file of a volume.
type diskFile struct{ *files.Handle }

func (d diskFile) Read(_ *machine.Process, b []byte) (int, error)  { return d.Handle.Read(b) }
func (d diskFile) Write(_ *machine.Process, b []byte) (int, error) { return d.Handle.Write(b) }
func (diskFile) Close()                                            {}
