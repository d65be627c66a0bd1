package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
)

// configFile writes a configuration file.
func configFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestConfigPrintsValuesAndWhereTheyComeFrom(t *testing.T) {
	file := configFile(t, "theme: light\nlog:\n  level: info\n")
	t.Setenv("KRONOSCOPE_LOG_LEVEL", "error")
	args := []string{"config", "--config", file, "--log-file", "k.log"}
	code, out, errOut := runIn(t, "", args...)
	want := "Configuration file: " + file + `

  OPTION     VALUE  FROM
  theme      light  ` + file + `:1
  log.file   k.log  --log-file
  log.level  error  $KRONOSCOPE_LOG_LEVEL
`
	if code != exitcode.Done || errOut != "" || out != want {
		t.Errorf("exit %d, %q, printed\n%s\nwant\n%s", code, errOut, out, want)
	}
	if _, err := os.Stat("k.log"); err == nil {
		t.Error("looking at the settings has started the log")
	}
	code, out, _ = runIn(t, "", append(args, "-o", "json", "-vv")...)
	var got struct {
		File   string
		Exists bool
		Values []struct{ Key, Value, From, Default string }
	}
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != exitcode.Done {
		t.Fatalf("exit %d, %v:\n%s", code, err, out)
	}
	if last := got.Values[2]; got.File != file || !got.Exists || last.Key != "log.level" || last.Value != "debug" || last.From != "--verbose" || last.Default != "warn" {
		t.Errorf("%+v", got)
	}
}

func TestConfigExplainsAndChecks(t *testing.T) {
	good, bad, missing := configFile(t, "theme: dark\n"), configFile(t, "them: dark\ntheme: 1\n"), filepath.Join(t.TempDir(), "none.yaml")
	for name, c := range map[string]struct {
		args           []string
		code           int
		out, errOutput string
	}{
		"explain all":                {[]string{"config", "explain"}, exitcode.Done, "Values: auto, dark, light, none. Default: auto.", ""},
		"explain one":                {[]string{"config", "explain", "log.level"}, exitcode.Done, "log.level\n", ""},
		"explain what is not":        {[]string{"config", "explain", "log.levl"}, exitcode.Usage, "", `there is no option "log.levl"; did you mean log.level?`},
		"explain with a broken file": {[]string{"config", "explain", "theme", "--config", bad}, exitcode.Done, "theme\n", ""},
		"check a good file":          {[]string{"config", "check", good}, exitcode.Done, good + ": nothing is wrong\n", ""},
		"check a bad file":           {[]string{"config", "check", bad}, exitcode.Failed, "", bad + ":1:1: them: unknown key; did you mean theme?\n" + bad + ":2:8: theme: is a number: want auto, dark, light, none\n"},
		"check that of a flag":       {[]string{"config", "check", "--config", bad}, exitcode.Failed, "", bad + ":1:1: "},
		"check a missing one":        {[]string{"config", "check", missing}, exitcode.Usage, "", missing + ": there is no such file"},
		"check the usual one":        {[]string{"config", "check"}, exitcode.Done, "not there; the defaults apply", ""},
		"check two":                  {[]string{"config", "check", good, bad}, exitcode.Usage, "", "one argument at most, not 2"},
		"print a bad one":            {[]string{"config", "--config", bad}, exitcode.Usage, "", bad + ":1:1: them"},
		"print in a strange form":    {[]string{"config", "-o", "yaml"}, exitcode.Usage, "", "-o yaml: not table or json"},
		"path":                       {[]string{"config", "path", "--config", missing}, exitcode.Done, missing + "\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			code, out, errOut := runIn(t, "", c.args...)
			if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(errOut, c.errOutput) || (out == "") != (c.out == "") {
				t.Errorf("exit %d, %q, %q; want %d, %q, %q", code, out, errOut, c.code, c.out, c.errOutput)
			}
		})
	}
}

func TestABrokenConfigurationStopsEveryCommandBeforeItStarts(t *testing.T) {
	bad := configFile(t, "theme: mauve\nlog: {level: [a]}\n")
	want := bad + ":1:8: theme: \"mauve\" is not allowed: want auto, dark, light, none\n" +
		bad + ":2:14: log.level: is a list: want error, warn, info, debug\n"
	for _, args := range []string{"", "demo", "serve", "next @daily", "forecast -f x.yaml"} {
		code, out, errOut := runIn(t, "", append(strings.Fields(args), "--config", bad)...)
		if code != exitcode.Usage || out != "" || errOut != want {
			t.Errorf("%q: exit %d, %q, %q, want %q", args, code, out, errOut, want)
		}
	}
	if code, out, errOut := runIn(t, "", "version", "--config", bad); code != exitcode.Done || out == "" {
		t.Errorf("version: exit %d, %q, %q", code, out, errOut)
	}
}

func TestTerminalTakesTheThemeOfTheConfiguration(t *testing.T) {
	for theme, coloured := range map[string]bool{"none": false, "dark": true} {
		x := openTerminal(t, 120, 36, "demo", "--config", configFile(t, "theme: "+theme+"\n"))
		x.waitFor("daily-backup")
		x.press("q")
		if code := x.exit(); code != exitcode.Done {
			t.Errorf("%s: exit %d", theme, code)
		}
		if found := colour.FindString(x.output()); (found != "") != coloured {
			t.Errorf("with the theme %s the first colour code is %q", theme, found)
		}
	}
}
