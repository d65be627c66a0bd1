package manifest

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// What is read is bounded, because a path may lead anywhere.
const (
	maxFileSize = 4 << 20 // the API server takes 3 MiB for one request
	maxFiles    = 10_000
	maxDepth    = 32 // of directories
)

// Read reads every path: a file, a directory (its .yaml, .yml and .json files, and those of the directories in it, in order of
// name; hidden ones are skipped), or "-" for stdin. Documents with a problem are not returned.
func Read(stdin io.Reader, paths ...string) ([]Document, []Problem) {
	r := &reader{seen: map[string]bool{}}
	for _, p := range paths {
		if p == "-" {
			r.stream("-", stdin)
			continue
		}
		r.path(p, 0, true)
	}
	return r.documents, r.problems
}

// ReadFS reads all manifests of a file system, in the order of their paths. Documents with a problem are not returned.
func ReadFS(fsys fs.FS) ([]Document, []Problem) {
	r := &reader{}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !isManifest(name) {
			return err
		}
		f, err := fsys.Open(name)
		if err != nil {
			return err
		}
		defer f.Close()
		r.stream(name, f)
		return nil
	})
	if err != nil {
		r.fail(".", err)
	}
	return r.documents, r.problems
}

type reader struct {
	documents []Document
	problems  []Problem
	seen      map[string]bool // resolved paths of directories and files, so that circular links end
	files     int
	full      bool
}

func (r *reader) fail(file string, err error) {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err // the problem names the path already
	}
	r.problems = append(r.problems, Problem{Place: Place{File: file}, Text: err.Error()})
}

// path reads a file or directory. named is set when the user named it: then the file name may have any ending.
func (r *reader) path(name string, depth int, named bool) {
	real, err := filepath.EvalSymlinks(name)
	if err != nil {
		r.fail(name, err)
		return
	}
	if r.seen[real] {
		return
	}
	info, err := os.Stat(real)
	switch {
	case err != nil:
		r.fail(name, err)
	case info.IsDir():
		r.seen[real] = true
		r.directory(name, depth, named)
	case !info.Mode().IsRegular() && !named:
		// A pipe or device among the files is not a manifest, but one that the user names may be, such as <(command).
	case named || isManifest(name):
		r.seen[real] = true
		r.file(name)
	}
}

func (r *reader) directory(name string, depth int, named bool) {
	if depth > maxDepth {
		r.fail(name, fmt.Errorf("directories are nested deeper than %d", maxDepth))
		return
	}
	entries, err := os.ReadDir(name)
	if err != nil {
		r.fail(name, err)
		return
	}
	before := r.files
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), ".") {
			r.path(filepath.Join(name, entry.Name()), depth+1, false)
		}
	}
	if named && r.files == before {
		r.fail(name, errors.New("no .yaml, .yml or .json file in this directory"))
	}
}

func (r *reader) file(name string) {
	if r.files++; r.files > maxFiles {
		if !r.full {
			r.full = true
			r.fail(name, fmt.Errorf("more than %d files", maxFiles))
		}
		return
	}
	f, err := os.Open(name) //nolint:gosec // the user names it
	if err != nil {
		r.fail(name, err)
		return
	}
	defer f.Close()
	r.stream(name, f)
}

func (r *reader) stream(name string, in io.Reader) {
	data, err := io.ReadAll(io.LimitReader(in, maxFileSize+1))
	switch {
	case err != nil:
		r.fail(name, err)
		return
	case len(data) > maxFileSize:
		r.fail(name, fmt.Errorf("larger than %d MiB", maxFileSize>>20))
		return
	}
	documents, problems := parse(name, data)
	r.documents = append(r.documents, documents...)
	r.problems = append(r.problems, problems...)
}

func isManifest(name string) bool {
	return slices.Contains([]string{".yaml", ".yml", ".json"}, strings.ToLower(path.Ext(name)))
}
