package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// table has an option of each type.
var table = []Option{
	{Key: "theme", Env: "K_THEME", Flag: "theme", Type: Choice, Default: "auto", Allowed: []string{"auto", "dark", "light"}},
	{Key: "log.file", Env: "K_LOG_FILE", Flag: "log-file", Type: File},
	{Key: "log.level", Env: "K_LOG_LEVEL", Type: Choice, Default: "warn", Allowed: []string{"warn", "info"}},
	{Key: "screens.wide", Env: "K_WIDE", Type: Switch, Default: "false"},
	{Key: "screens.calendar.weeks", Env: "K_WEEKS", Type: Number, Default: "6", Min: 1, Max: 53},
}

func TestFilesThatAreRight(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want map[string]string
	}{
		"nothing":             {"", nil},
		"remarks alone":       {"# a remark\n", nil},
		"an empty document":   {"---\n...\n", nil},
		"one option":          {"theme: dark\n", map[string]string{"theme": "dark"}},
		"quotes":              {"theme: \"dark\"\nlog: {file: '1'}\n", map[string]string{"theme": "dark", "log.file": "1"}},
		"an empty section":    {"log:\n", nil},
		"sections in another": {"screens:\n  wide: true\n  calendar:\n    weeks: 53\n", map[string]string{"screens.wide": "true", "screens.calendar.weeks": "53"}},
		"a byte order mark":   {"\ufefftheme: light\r\n", map[string]string{"theme": "light"}},
	} {
		t.Run(name, func(t *testing.T) {
			entries, problems := parse("c.yaml", []byte(c.text), table)
			if len(problems) > 0 || len(entries) != len(c.want) {
				t.Fatalf("read %v, problems %v", entries, problems)
			}
			for key, want := range c.want {
				if entries[key].text != want {
					t.Errorf("%s is %q, want %q", key, entries[key].text, want)
				}
			}
		})
	}
}

func TestFilesThatAreWrong(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"an unknown key":                {"them: dark\n", []string{"1:1: them: unknown key; did you mean theme?"}},
		"one like nothing":              {"zzzzzzzzzz: 1\n", []string{"1:1: zzzzzzzzzz: unknown key"}},
		"one of a section":              {"log:\n  fiel: x\n", []string{"2:3: log.fiel: unknown key; did you mean log.file?"}},
		"one that belongs to a section": {"level: info\n", []string{"1:1: level: unknown key; did you mean log.level?"}},
		"a path as a key":               {"log.level: info\n", []string{"1:1: log.level: is written as a section: log, and level below it"}},
		"a merge key":                   {"<<: {theme: dark}\n", []string{"1:1: <<: unknown key"}},
		"a key that is a list":          {"? [a]\n: 1\n", []string{"1:3: a key is a list: want a word"}},
		"a value not allowed":           {"theme: drak\n", []string{`1:8: theme: "drak" is not allowed: want auto, dark, light; did you mean dark?`}},
		"a number for a word":           {"theme: 1\n", []string{"1:8: theme: is a number: want auto, dark, light"}},
		"text for a number":             {"screens: {calendar: {weeks: '6'}}\n", []string{"1:29: screens.calendar.weeks: is text: want a whole number from 1 to 53"}},
		"a fraction":                    {"screens: {calendar: {weeks: 6.5}}\n", []string{"1:29: screens.calendar.weeks: is a number: want a whole number from 1 to 53"}},
		"a number out of range":         {"screens: {calendar: {weeks: 54}}\n", []string{`1:29: screens.calendar.weeks: "54" is not allowed: want a whole number from 1 to 53`}},
		"a word for a switch":           {"screens: {wide: yes}\n", []string{"1:17: screens.wide: is text: want true or false"}},
		"no value":                      {"theme:\n", []string{"1:7: theme: has no value: want auto, dark, light, or leave the key out"}},
		"an empty name":                 {"log: {file: ''}\n", []string{"1:13: log.file: has no value: want the name of a file, or leave the key out"}},
		"a section for a value":         {"theme: {dark: 1}\n", []string{"1:8: theme: is a mapping: want auto, dark, light"}},
		"a value for a section":         {"log: info\n", []string{"1:6: log: is text: want a mapping, such as file: …"}},
		"a list for the whole":          {"- theme\n", []string{"1:1: is a list: want a mapping, such as theme: …"}},
		"a type of its own":             {"theme: !mine dark\n", []string{"1:8: theme: is of the type !mine: want auto, dark, light"}},
		"binary text":                   {"theme: !!binary ZGFyaw==\n", []string{"1:8: theme: is of the type !!binary: want auto, dark, light"}},
		"an alias":                      {"theme: &a dark\nlog: *a\n", []string{"2:6: log: is an alias: want a mapping, such as file: …"}},
		"a key that comes twice":        {"theme: dark\nlog: {level: info, level: warn}\ntheme: light\n", []string{"2:20: log.level: is given twice, first in line 2", "3:1: theme: is given twice, first in line 1"}},
		"two documents":                 {"theme: dark\n---\ntheme: light\n", []string{"2:1: a second document begins here; only one is read"}},
		"no YAML":                       {"theme: [\n", []string{"1:1: not YAML: did not find expected node content"}},
		"an unknown anchor":             {"theme: *none\n", []string{"not YAML: unknown anchor 'none' referenced"}},
		"several things":                {"theme: 1\nlog:\n  level: [a]\n  fiel: x\n", []string{"1:8: theme", "3:10: log.level: is a list", "4:3: log.fiel"}},
	} {
		t.Run(name, func(t *testing.T) {
			_, problems := parse("c.yaml", []byte(c.text), table)
			lines := problems.Lines()
			if len(lines) != len(c.want) {
				t.Fatalf("problems\n%s", problems.Error())
			}
			for i, want := range c.want {
				if !strings.HasPrefix(strings.TrimPrefix(lines[i], "c.yaml:"), want) && !strings.HasPrefix(lines[i], "c.yaml: "+want) {
					t.Errorf("got  %s\nwant %s", lines[i], want)
				}
			}
		})
	}
}

// Aliases that multiply, deep nesting and endless keys must neither hang nor exhaust memory.
func TestHostileFilesAreRefusedSoon(t *testing.T) {
	bomb := "a: &a [x, x]\n"
	for i := range 20 {
		bomb += string(rune('b'+i)) + ": &" + string(rune('b'+i)) + " [*" + string(rune('a'+i)) + ", *" + string(rune('a'+i)) + "]\n"
	}
	for name, text := range map[string]string{
		"a bomb of aliases":  bomb,
		"deep lists":         "theme: " + strings.Repeat("[", 200_000),
		"deep mappings":      strings.Repeat("{a: ", 200_000),
		"an alias of itself": "log: &l {file: *l}\n",
	} {
		t.Run(name, func(t *testing.T) {
			if _, problems := parse("c.yaml", []byte(text), table); len(problems) == 0 {
				t.Error("nothing is said to be wrong")
			}
		})
	}
}

func TestWhatIsNoConfigurationFile(t *testing.T) {
	folder := t.TempDir()
	write := func(name, text string) string {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	for name, c := range map[string]struct{ file, want string }{
		"a directory":        {folder, ": is a directory, not a file"},
		"too large":          {write("large", strings.Repeat("#", maxSize+1)), ": is larger than 1 MiB"},
		"not UTF-8":          {write("latin", "theme: dark\n# caf\xe9\n"), ":2:6: is not valid UTF-8"},
		"UTF-16":             {write("utf16", "\xff\xfet\x00h\x00"), ":1:1: is not valid UTF-8"},
		"below a plain file": {filepath.Join(write("plain", ""), "config.yaml"), ": cannot be read: not a directory"},
	} {
		_, problems, err := readFile(c.file, table)
		if err != nil || len(problems) != 1 || problems[0].Error() != c.file+c.want {
			t.Errorf("%s: %v, %v, want %s", name, problems, err, c.want)
		}
	}
	if _, problems, err := readFile(write("full", strings.Repeat("#", maxSize)), table); err != nil || problems != nil {
		t.Errorf("of the greatest size: %v, %v", problems, err)
	}
	if entries, problems, err := readFile(os.DevNull, table); err != nil || problems != nil || len(entries) > 0 {
		t.Errorf("%s: %v, %v, %v", os.DevNull, entries, problems, err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("theme: dark\nlog: {level: info}\n")
	f.Add("a: &a [*a]\n---\n...\n? b\n")
	f.Fuzz(func(t *testing.T, text string) {
		entries, problems := parse("c.yaml", []byte(text), table)
		for key := range entries {
			if problems == nil && entries[key].line < 1 {
				t.Errorf("%s has no line", key)
			}
		}
	})
}
