package serving

import (
	"bytes"
	"errors"
	"log/slog"
	"testing"
)

func TestNoticesThatNoScreenHasShownArePrinted(t *testing.T) {
	s := &Request{TUI: true, State: "/lab"}
	var errOut bytes.Buffer
	notices := s.notices(&errOut)
	s.onSave(notices, slog.New(slog.DiscardHandler))(errors.New("the disk does not answer"))
	if errOut.Len() > 0 {
		t.Errorf("it is printed beside the screens: %q", errOut.String())
	}
	printLeft(notices, &errOut)
	const want = "kronoscope: --state /lab: all changes are refused until the disk accepts them again: the disk does not answer\n"
	printLeft(notices, &errOut) // nothing is left
	if errOut.String() != want {
		t.Errorf("printed %q, want %q", errOut.String(), want)
	}
	s.TUI = false
	printLeft(s.notices(&errOut), &errOut)
	if errOut.String() != want {
		t.Errorf("without screens it prints %q more", errOut.String()[len(want):])
	}
}
