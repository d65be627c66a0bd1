package serving

import (
	"fmt"
	"io"
	"strings"
)

// notices returns where to write notices: to the screens with --tui, else to standard error.
func (s *Request) notices(errOut io.Writer) io.Writer {
	if s.TUI {
		return make(noticeWriter, noticesKept)
	}
	return errOut
}

// noticesKept is how many notices wait for the screens; of more than that, the latest are kept.
const noticesKept = 16

// noticeWriter is a writer whose lines become notices on the screens.
type noticeWriter chan string

// Write queues one line.
func (w noticeWriter) Write(text []byte) (int, error) {
	line := strings.TrimPrefix(strings.TrimSpace(string(text)), "kronoscope: ")
	for {
		select {
		case w <- line:
			return len(text), nil
		default:
		}
		select {
		case <-w: // the oldest one gives way
		default:
		}
	}
}

// printLeft writes the notices that the screens have not shown to standard error: those of a disk that hangs come when the screens
// have closed.
func printLeft(notices, errOut io.Writer) {
	w, ok := notices.(noticeWriter)
	for ok {
		select {
		case line := <-w:
			fmt.Fprintf(errOut, "kronoscope: %s\n", line)
		default:
			return
		}
	}
}
