package inmemory

import (
	"bytes"
	"io"
	"testing"
)

func TestPipeForgetsWhatWasReadThoughItsReaderLags(t *testing.T) {
	for _, c := range []struct {
		name   string
		behind int // bytes that the reader never gets to
		most   int // bytes of capacity
	}{
		{"by a little", 100, 16 << 10},
		{"by all the room", pipeRoom - 4096, 4 * pipeRoom},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := newPipe(func(error) {})
			feed := &counted{}
			want, got := &counted{}, make([]byte, 4096)
			if _, err := p.write(feed.next(c.behind)); err != nil {
				t.Fatal(err)
			}
			for range 4096 {
				if _, err := p.write(feed.next(len(got))); err != nil {
					t.Fatal(err)
				}
				if _, err := io.ReadFull(p, got); err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got, want.next(len(got))) {
					t.Fatal("the reader got other bytes than were written")
				}
			}
			if n := cap(p.buffer); n > c.most {
				t.Errorf("%d bytes behind, the pipe holds %d, want at most %d", c.behind, n, c.most)
			}
		})
	}
}

// counted makes bytes that tell where in the stream they are.
type counted struct{ at int }

func (c *counted) next(n int) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(c.at * 31 >> 3)
		c.at++
	}
	return out
}
