package main

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// The bounds of what one can take in: see CONTRIBUTING.md.
const (
	mostFiles       = 25   // of a package, without its tests
	mostLines       = 3000 // of a package, without its tests
	mostLinesOfFile = 300
	mostLinesMedian = 120 // of all files
)

// sourceFile is a Go file of the module.
type sourceFile struct {
	name    string // relative to the module, with slashes
	folder  string
	imports []string
	lines   int
	// test is set for the files of tests; external for those of a package of their own, which may wire what the package itself must not know.
	test, external bool
}

// source reads all Go files of the module, but for those of other modules inside it.
func source(t *testing.T) []sourceFile {
	t.Helper()
	root := filepath.Join("..", "..")
	var files []sourceFile
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && name != root {
			_, err := os.Stat(filepath.Join(name, "go.mod"))
			if err == nil || strings.HasPrefix(d.Name(), ".") {
				return filepath.SkipDir
			}
		}
		if d.IsDir() || !strings.HasSuffix(name, ".go") {
			return nil
		}
		file, err := readSource(root, name)
		files = append(files, file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 500 {
		t.Fatalf("only %d files were found: the walk does not see the code", len(files))
	}
	return files
}

func readSource(root, name string) (sourceFile, error) {
	rel, err := filepath.Rel(root, name)
	if err != nil {
		return sourceFile{}, err
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return sourceFile{}, err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly)
	if err != nil {
		return sourceFile{}, err
	}
	file := sourceFile{name: filepath.ToSlash(rel), lines: bytes.Count(text, []byte("\n"))}
	file.folder = path.Dir(file.name)
	file.test = strings.HasSuffix(file.name, "_test.go")
	file.external = file.test && strings.HasSuffix(parsed.Name.Name, "_test")
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return sourceFile{}, err
		}
		file.imports = append(file.imports, imported)
	}
	return file, nil
}

func TestPackagesStaySmall(t *testing.T) {
	files, lines := map[string]int{}, map[string]int{}
	var sizes []int
	for _, file := range source(t) {
		if file.test {
			continue
		}
		files[file.folder]++
		lines[file.folder] += file.lines
		sizes = append(sizes, file.lines)
		if file.lines > mostLinesOfFile {
			t.Errorf("%s has %d lines, more than %d", file.name, file.lines, mostLinesOfFile)
		}
	}
	for folder, n := range files {
		if n > mostFiles || lines[folder] > mostLines {
			t.Errorf("%s has %d files and %d lines, more than %d and %d: it asks for another package", folder, n, lines[folder], mostFiles, mostLines)
		}
	}
	slices.Sort(sizes)
	if median := sizes[len(sizes)/2]; median > mostLinesMedian {
		t.Errorf("the median file has %d lines, more than %d", median, mostLinesMedian)
	}
}
