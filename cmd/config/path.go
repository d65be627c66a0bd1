package config

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// FileEnv is the environment variable that names another configuration file.
const FileEnv = "KRONOSCOPE_CONFIG"

// FileName returns the name of the configuration file: the one named, else that of the environment, else the one at the usual
// place. It is "" where there is no home folder.
func FileName(named string) string {
	file, _ := fileName(named, os.LookupEnv)
	return file
}

// fileName is FileName, and reports whether somebody has named the file.
func fileName(named string, env func(string) (string, bool)) (file string, chosen bool) {
	if named == "" {
		named, _ = env(FileEnv)
	}
	if named != "" {
		return named, true
	}
	return DefaultFile(), false
}

// DefaultFile returns where the configuration file is looked for when none is named, or "" where there is no home folder.
func DefaultFile() string {
	return defaultFile(runtime.GOOS, os.Getenv, os.UserConfigDir)
}

// defaultFile follows the XDG base directories: a relative $XDG_CONFIG_HOME is ignored. macOS and Windows have places of their own.
func defaultFile(system string, env func(string) string, userConfigDir func() (string, error)) string {
	folder := env("XDG_CONFIG_HOME")
	switch {
	case filepath.IsAbs(folder):
	case system == "darwin" || system == "windows":
		own, err := userConfigDir()
		if err != nil {
			return ""
		}
		folder = own
	case env("HOME") != "":
		folder = filepath.Join(env("HOME"), ".config")
	default:
		return ""
	}
	return filepath.Join(folder, "kronoscope", "config.yaml")
}

// resolve makes the name of a file that stands in the configuration file absolute: ~/ is the home folder, and a relative name
// starts at the folder of the configuration file.
func resolve(name, configFile string) string {
	if rest, ok := strings.CutPrefix(name, "~/"); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	if filepath.IsAbs(name) {
		return name
	}
	folder, err := filepath.Abs(filepath.Dir(configFile))
	if err != nil {
		return name
	}
	return filepath.Join(folder, name)
}
