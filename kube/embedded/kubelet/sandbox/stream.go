package sandbox

// stream is what a file descriptor refers to. Calls come from the process that holds the processor, and may give it up.
type stream interface {
	read(p *proc, b []byte) (int, error)
	write(p *proc, b []byte) (int, error)
	close()
}

// file is an open stream, shared by the descriptors that were duplicated from one another.
type file struct {
	stream
	refs int
}

func open(s stream) *file { return &file{stream: s, refs: 1} }

func (f *file) dup() *file {
	f.refs++
	return f
}

func (f *file) release() {
	if f.refs--; f.refs == 0 {
		f.stream.close()
	}
}

// newDisk opens a file of the store as a stream.
func newDisk(h *handle) *file { return open(disk{h}) }

// disk is an open file of the store as a stream.
type disk struct{ *handle }

func (d disk) read(_ *proc, b []byte) (int, error)  { return d.handle.read(b) }
func (d disk) write(_ *proc, b []byte) (int, error) { return d.handle.write(b) }
func (disk) close()                                 {}
