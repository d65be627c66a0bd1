package serving

import (
	"bytes"
	"errors"
	"log/slog"
	"testing"

	"github.com/kronoscope/kronoscope/cmd/logging"
)

func TestARefusedSaveIsLoggedAndSoIsItsEnd(t *testing.T) {
	log := logging.New()
	var notices bytes.Buffer
	save := (&Request{State: "/lab"}).onSave(&notices, log.Logger())
	save(errors.New("no space left on device"))
	save(nil)
	records := log.Records()
	if len(records) != 2 || records[0].Level != slog.LevelError || records[1].Level != slog.LevelWarn {
		t.Fatalf("logged %+v", records)
	}
	want := `the state cannot be written: all changes are refused component=store state=/lab error="no space left on device"`
	if records[0].Text != want {
		t.Errorf("logged %q, want %q", records[0].Text, want)
	}
	if got := notices.String(); got != "kronoscope: --state /lab: all changes are refused until the disk accepts them again: no space left on device\n"+
		"kronoscope: --state /lab: the disk accepts changes again\n" {
		t.Errorf("printed %q", got)
	}
}
