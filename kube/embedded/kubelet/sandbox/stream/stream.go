package stream

import (
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
)

// Stream is what a file descriptor refers to. Calls come from the process that holds the processor, and may give it up.
type Stream interface {
	read(p *machine.Process, b []byte) (int, error)
	Write(p *machine.Process, b []byte) (int, error)
	close()
}

// File is an open stream, shared by the descriptors that were duplicated from one another.
type File struct {
	Stream
	refs int
}

func New(s Stream) *File { return &File{Stream: s, refs: 1} }

func (f *File) Dup() *File {
	f.refs++
	return f
}

func (f *File) Release() {
	if f.refs--; f.refs == 0 {
		f.Stream.close()
	}
}

// OnDisk opens a file of the store as a stream.
func OnDisk(h *files.Handle) *File { return New(diskFile{h}) }

// diskFile is an open file of the store as a stream.
type diskFile struct{ *files.Handle }

func (d diskFile) read(_ *machine.Process, b []byte) (int, error)  { return d.Handle.Read(b) }
func (d diskFile) Write(_ *machine.Process, b []byte) (int, error) { return d.Handle.Write(b) }
func (diskFile) close()                                            {}
