package flags

import (
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/kronoscope/kronoscope/cmd/config"
	"github.com/kronoscope/kronoscope/cmd/exitcode"
)

// CheckConfig checks a configuration file, "" for the usual one, and writes that nothing is wrong with it. The error has exit code
// 1 and a line for each thing that is wrong; a file that was named and is not there is wrong usage.
func CheckConfig(out io.Writer, named string) error {
	file := config.FileName(named)
	if file == "" {
		_, err := fmt.Fprintln(out, "No configuration file: there is no home folder to look in.")
		return err
	}
	err := config.Check(file)
	several := config.Errors(nil)
	switch {
	case errors.As(err, &several):
		return exitcode.CheckFailed(several.Lines()...)
	case errors.Is(err, fs.ErrNotExist) && file != config.DefaultFile():
		return exitcode.WrongInput(file + ": there is no such file")
	case errors.Is(err, fs.ErrNotExist):
		_, err = fmt.Fprintf(out, "%s: not there; the defaults apply\n", file)
	case err == nil:
		_, err = fmt.Fprintf(out, "%s: nothing is wrong\n", file)
	}
	return err
}
