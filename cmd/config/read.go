package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"unicode/utf8"
)

// maxSize bounds the configuration file in bytes.
const maxSize = 1 << 20

// entry is a value of the file, with its place.
type entry struct {
	text         string
	line, column int
}

// readFile reads a file: the values by key, and all that is wrong with it. The error is that there is no such file; it is
// fs.ErrNotExist then, and no problem.
func readFile(name string, table []Option) (map[string]entry, Errors, error) {
	whole := func(format string, args ...any) (map[string]entry, Errors, error) {
		return nil, Errors{{File: name, Text: fmt.Sprintf(format, args...)}}, nil
	}
	if name == os.DevNull {
		return nil, nil, nil
	}
	info, err := os.Stat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, fs.ErrNotExist
	case err != nil:
		return whole("cannot be read: %v", reason(err))
	case info.IsDir():
		return whole("is a directory, not a file")
	case !info.Mode().IsRegular():
		return whole("is not a regular file") // a pipe would block
	}
	file, err := os.Open(filepath.Clean(name))
	if err != nil {
		return whole("cannot be read: %v", reason(err))
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxSize+1))
	switch {
	case err != nil:
		return whole("cannot be read: %v", reason(err))
	case len(data) > maxSize:
		return whole("is larger than 1 MiB")
	case !utf8.Valid(data):
		line, column := invalidAt(data)
		return nil, Errors{{File: name, Line: line, Column: column, Text: "is not valid UTF-8"}}, nil
	}
	entries, problems := parse(name, data, table)
	return entries, problems, nil
}

// invalidAt returns the line and column of the first byte that is not UTF-8.
func invalidAt(data []byte) (line, column int) {
	line, column = 1, 1
	for len(data) > 0 {
		r, size := utf8.DecodeRune(data)
		if r == utf8.RuneError && size == 1 {
			return line, column
		}
		column++
		if r == '\n' {
			line, column = line+1, 1
		}
		data = data[size:]
	}
	return line, column
}

// reason returns what an error of the file system says without the name of the file.
func reason(err error) error {
	if of := new(fs.PathError); errors.As(err, &of) {
		return of.Err
	}
	return err
}
