package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/pflag"
)

// given reads settings from a file with a text, the environment and arguments.
func given(t *testing.T, text string, env map[string]string, args ...string) (*Settings, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	set := pflag.NewFlagSet("k", pflag.ContinueOnError)
	set.String("theme", "", "")
	set.String("log-file", "", "")
	if err := set.Parse(args); err != nil {
		t.Fatal(err)
	}
	return load(table, file, set, func(name string) (string, bool) {
		value, ok := env[name]
		return value, ok
	})
}

func TestAFlagGoesBeforeTheEnvironmentBeforeTheFileBeforeTheDefault(t *testing.T) {
	for name, c := range map[string]struct {
		text         string
		env          map[string]string
		args         []string
		want, source string
	}{
		"nothing":                {"", nil, nil, "auto", "default"},
		"the file":               {"\ntheme: dark", nil, nil, "dark", "config.yaml:2"},
		"the environment":        {"theme: dark", map[string]string{"K_THEME": "light"}, nil, "light", "$K_THEME"},
		"an empty variable":      {"theme: dark", map[string]string{"K_THEME": ""}, nil, "dark", "config.yaml:1"},
		"a flag":                 {"theme: dark", map[string]string{"K_THEME": "light"}, []string{"--theme", "auto"}, "auto", "--theme"},
		"a flag without a value": {"theme: dark", nil, []string{"--theme", ""}, "dark", "config.yaml:1"},
	} {
		t.Run(name, func(t *testing.T) {
			s, err := given(t, c.text, c.env, c.args...)
			if err != nil {
				t.Fatal(err)
			}
			v := s.Values[0]
			if s.Get("theme") != c.want || !strings.HasSuffix(v.Source, c.source) {
				t.Errorf("%q from %q, want %q from %q", v.Text, v.Source, c.want, c.source)
			}
		})
	}
}

func TestEverythingThatIsWrongIsReportedAtOnce(t *testing.T) {
	_, err := given(t, "them: dark\nlog: {level: 1}", map[string]string{"K_WEEKS": "0", "K_WIDE": "ja"}, "--theme", "mauve")
	var several Errors
	if !errors.As(err, &several) || len(several) != 5 {
		t.Fatal(err)
	}
	for _, want := range []string{
		"config.yaml:1:1: them: unknown key", "config.yaml:2:14: log.level: is a number", `--theme: "mauve" is not allowed`,
		`$K_WEEKS: "0" is not allowed: want a whole number from 1 to 53`, `$K_WIDE: "ja" is not allowed: want true or false`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v\nwant %s", err, want)
		}
	}
}

func TestNamesOfFilesStartAtTheConfigurationFile(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	for text, want := range map[string]string{
		"log: {file: k.log}":         "/etc/k/k.log",
		"log: {file: ../k.log}":      "/etc/k.log",
		"log: {file: /var/log/k}":    "/var/log/k",
		"log: {file: '~/k.log'}":     filepath.Join(home, "k.log"),
		"log: {file: '~other/file'}": "/etc/k/~other/file",
	} {
		entries, problems := parse("c.yaml", []byte(text), table)
		if problems != nil {
			t.Fatal(problems)
		}
		if got := resolve(entries["log.file"].text, "/etc/k/config.yaml"); got != want {
			t.Errorf("%s: %s, want %s", text, got, want)
		}
	}
	s, err := given(t, "log: {file: a}", map[string]string{"K_LOG_FILE": "b"})
	if err != nil || s.Get("log.file") != "b" {
		t.Errorf("a variable's name starts at the working folder: %v, %v", s, err)
	}
}

func TestTheUsualPlaceOfTheFile(t *testing.T) {
	own := func() (string, error) { return "/own", nil }
	none := func() (string, error) { return "", errors.New("no home") }
	for _, c := range []struct {
		system string
		env    map[string]string
		own    func() (string, error)
		want   string
	}{
		{"linux", map[string]string{"HOME": "/home/a"}, own, "/home/a/.config/kronoscope/config.yaml"},
		{"linux", map[string]string{"HOME": "/home/a", "XDG_CONFIG_HOME": "/x"}, own, "/x/kronoscope/config.yaml"},
		{"linux", map[string]string{"HOME": "/home/a", "XDG_CONFIG_HOME": "x"}, own, "/home/a/.config/kronoscope/config.yaml"},
		{"linux", nil, own, ""},
		{"darwin", map[string]string{"HOME": "/home/a"}, own, "/own/kronoscope/config.yaml"},
		{"darwin", map[string]string{"XDG_CONFIG_HOME": "/x"}, own, "/x/kronoscope/config.yaml"},
		{"windows", nil, own, "/own/kronoscope/config.yaml"},
		{"windows", nil, none, ""},
	} {
		if got := defaultFile(c.system, func(name string) string { return c.env[name] }, c.own); got != c.want {
			t.Errorf("%s with %v: %q, want %q", c.system, c.env, got, c.want)
		}
	}
}

func TestOnlyTheFileAtTheUsualPlaceMayBeMissing(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	missing := filepath.Join(t.TempDir(), "missing.yaml")
	none := func(string) (string, bool) { return "", false }
	s, err := load(table, "", nil, none)
	if err != nil || s.Exists || s.File != DefaultFile() {
		t.Errorf("%+v, %v", s, err)
	}
	named := func(name string) (string, bool) { return missing, name == FileEnv }
	for _, load := range []func() (*Settings, error){
		func() (*Settings, error) { return load(table, missing, nil, none) },
		func() (*Settings, error) { return load(table, "", nil, named) },
	} {
		if _, err := load(); err == nil || err.Error() != missing+": there is no such file" {
			t.Errorf("a file that was named: %v", err)
		}
	}
}

func TestEveryOptionOfTheProgramIsComplete(t *testing.T) {
	seen := map[string]bool{}
	for _, o := range Options() {
		for _, name := range []string{o.Key, o.Env, "--" + o.Flag} {
			if seen[name] && name != "--" {
				t.Errorf("%s comes twice", name)
			}
			seen[name] = true
		}
		if o.Env != "KRONOSCOPE_"+strings.ToUpper(strings.ReplaceAll(o.Key, ".", "_")) || !strings.HasSuffix(o.About, ".") {
			t.Errorf("%+v", o)
		}
		if o.Default != "" && o.check(o.Default) != nil {
			t.Errorf("%s: its default %q is not allowed", o.Key, o.Default)
		}
	}
	if found, err := Find("log"); err != nil || len(found) != 2 {
		t.Errorf("log: %v, %v", found, err)
	}
	if _, err := Find("log.levle"); err == nil || err.Error() != `there is no option "log.levle"; did you mean log.level?` {
		t.Errorf("log.levle: %v", err)
	}
}
