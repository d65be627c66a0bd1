package serving

import (
	"io"
	"strings"
)

// notices are what is printed beside the screens: at once without them, else as notices on them.
func (s *Request) notices(errOut io.Writer) io.Writer {
	if s.TUI {
		return make(noticeWriter, noticesKept)
	}
	return errOut
}

// noticesKept is how many notices wait for the screens; more than that at once are told by the last ones.
const noticesKept = 16

// noticeWriter brings each line that is written to the screens.
type noticeWriter chan string

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
