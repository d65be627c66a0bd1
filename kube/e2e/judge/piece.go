package judge

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/kronoscope/kronoscope/kube/embedded/conformance/play"
)

// Piece is a scenario with the takes of it that are on record.
type Piece struct {
	*play.Scenario
	Takes []*play.Record
}

// LoadPieces reads all scenarios of a directory that has them in scenarios, and takes of them in records and records-b.
func LoadPieces(dir string) ([]Piece, error) {
	files, err := play.Files(filepath.Join(dir, "scenarios"))
	if err != nil {
		return nil, err
	}
	var pieces []Piece
	for _, file := range files {
		scenario, err := play.LoadScenario(file)
		if err != nil {
			return nil, err
		}
		piece := Piece{Scenario: scenario}
		for _, takes := range []string{"records", "records-b"} {
			record, err := play.LoadRecord(filepath.Join(dir, takes, filepath.Base(file)))
			switch {
			case err == nil:
				piece.Takes = append(piece.Takes, record)
			case !errors.Is(err, fs.ErrNotExist):
				return nil, err
			}
		}
		pieces = append(pieces, piece)
	}
	if len(pieces) == 0 {
		return nil, fmt.Errorf("no scenario to play in %s", dir)
	}
	return pieces, nil
}
