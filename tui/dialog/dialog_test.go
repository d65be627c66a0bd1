package dialog

import (
	"strings"
	"testing"
	"unicode"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

func environment(t *testing.T) *screen.Env {
	t.Helper()
	theme, err := themes.ByName("dark")
	if err != nil {
		t.Fatal(err)
	}
	return &screen.Env{Styles: theme.Styles(), Keys: keymap.Default()}
}

// press sends keys to a dialog; closed reports whether the last one closed it.
func press(d Dialog, keys ...tea.KeyPressMsg) (closed bool) {
	for _, k := range keys {
		_, closed = d.Update(k)
	}
	return closed
}

// asked returns what a dialog asked for, if anything.
func asked(t *testing.T, env *screen.Env) tea.Msg {
	t.Helper()
	switch all := env.Asked(); len(all) {
	case 0:
		return nil
	case 1:
		return all[0]
	default:
		t.Fatalf("asked for %v", all)
		return nil
	}
}

func letter(r rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: r, Text: string(r)} }

func text(s string) (keys []tea.KeyPressMsg) {
	for _, r := range s {
		keys = append(keys, letter(r))
	}
	return keys
}

var (
	enter = tea.KeyPressMsg{Code: tea.KeyEnter}
	esc   = tea.KeyPressMsg{Code: tea.KeyEscape}
	tab   = tea.KeyPressMsg{Code: tea.KeyTab}
	down  = tea.KeyPressMsg{Code: tea.KeyDown}
)

func TestConfirm(t *testing.T) {
	for _, c := range []struct {
		name   string
		keys   []tea.KeyPressMsg
		want   tea.Msg
		closed bool
	}{
		{"enter at once cancels", []tea.KeyPressMsg{enter}, nil, true},
		{"y agrees", []tea.KeyPressMsg{letter('y')}, "background", true},
		{"tab and enter agree", []tea.KeyPressMsg{tab, enter}, "background", true},
		{"two tabs and enter cancel", []tea.KeyPressMsg{tab, tab, enter}, nil, true},
		{"esc cancels", []tea.KeyPressMsg{tab, esc}, nil, true},
		{"a choice by its letter", []tea.KeyPressMsg{letter('o'), letter('y')}, "orphan", true},
		{"a choice by the arrows", []tea.KeyPressMsg{down, down, letter('y')}, "orphan", true},
		{"another key changes nothing", []tea.KeyPressMsg{letter('x')}, nil, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			env := environment(t)
			d := NewConfirm(env, screen.ConfirmMsg{
				Title: "Delete?", Yes: "delete", Then: "unused",
				Choices: []screen.Choice{
					{Key: env.Keys.InDialog.Background, Label: "background", Then: "background"},
					{Key: env.Keys.InDialog.Orphan, Label: "orphan", Then: "orphan"},
				},
			})
			closed := press(d, c.keys...)
			if got := asked(t, env); got != c.want || closed != c.closed {
				t.Errorf("asked for %v, closed %t; want %v, %t", got, closed, c.want, c.closed)
			}
		})
	}
}

func TestConfirmKeepsItsButtonsInView(t *testing.T) {
	d := NewConfirm(environment(t), screen.ConfirmMsg{Title: "Delete 50 Jobs?", Yes: "delete", Lines: make([]string, 50)})
	for h := 8; h < 30; h++ {
		view := ansi.Strip(d.View(60, h))
		if !strings.Contains(view, "y delete") || strings.Count(view, "\n")+1 > h {
			t.Errorf("at %d lines:\n%s", h, view)
		}
	}
}

func TestPaletteRanksWhatBeginsWithTheTextFirst(t *testing.T) {
	commands := []Command{
		{Name: "cronjobs", Aliases: []string{"cj"}, Msg: 1},
		{Name: "jobs", Aliases: []string{"jo"}, Msg: 2},
		{Name: "ns jobs-team", Msg: 3},
		{Name: "quit", Aliases: []string{"q"}, Msg: 4},
	}
	for _, c := range []struct {
		typed string
		want  tea.Msg
	}{{"jobs", 2}, {"cj", 1}, {"CRON", 1}, {"nst", 3}, {"q", 4}, {"zz", nil}, {"", 1}} {
		env := environment(t)
		press(NewPalette(env, commands), append(text(c.typed), enter)...)
		if got := asked(t, env); got != c.want {
			t.Errorf("%q runs %v, want %v", c.typed, got, c.want)
		}
	}
	if closed := press(NewPalette(environment(t), commands), tea.KeyPressMsg{Code: tea.KeyBackspace}); !closed {
		t.Error("backspace in an empty palette does not close it")
	}
}

func TestHelpShowsEveryKeyByScrolling(t *testing.T) {
	var groups []Group
	want := map[string]bool{}
	for g := range 4 {
		group := Group{Title: "group"}
		for k := range 9 {
			desc := string(rune('a'+g)) + string(rune('a'+k)) + "-key"
			group.Keys = append(group.Keys, key.NewBinding(key.WithKeys("x"), key.WithHelp(desc[:2], desc)))
			want[desc] = true
		}
		groups = append(groups, group)
	}
	off := key.NewBinding(key.WithKeys("z"), key.WithHelp("z", "switched off"), key.WithDisabled())
	again := key.NewBinding(key.WithKeys("x"), key.WithHelp("aa", "a key of the first group"))
	d := NewHelp(environment(t), "Jobs", append(groups, Group{Title: "none", Keys: []key.Binding{off, again}}))
	seen := map[string]bool{}
	for range 60 {
		view := ansi.Strip(d.View(60, 15))
		for desc := range want {
			if strings.Contains(view, desc) {
				seen[desc] = true
			}
		}
		if strings.Contains(view, "switched off") || strings.Contains(view, "none") {
			t.Fatal("shows a key that is switched off, or one twice")
		}
		if closed := press(d, down); closed {
			t.Fatal("scrolling closes")
		}
	}
	if diff := cmp.Diff(want, seen); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	if closed := press(d, esc); !closed {
		t.Error("esc does not close")
	}
}

func TestDialogsKeepTheirSize(t *testing.T) {
	env := environment(t)
	long := strings.Repeat("long ", 60)
	for name, d := range map[string]Dialog{
		"confirm": NewConfirm(env, screen.ConfirmMsg{Title: long, Yes: "yes", Lines: []string{long, long}}),
		"palette": NewPalette(env, []Command{{Name: long, Hint: long}}),
		"help":    NewHelp(env, long, []Group{{Title: long, Keys: []key.Binding{env.Keys.Quit, env.Keys.MarkRange}}}),
	} {
		for w := 0; w < 90; w += 3 {
			for h := range 30 {
				view := d.View(w, h)
				if view == "" {
					continue
				}
				if lines := strings.Split(view, "\n"); len(lines) > h || widget.Width(lines[0]) > w {
					t.Fatalf("%s at %d×%d is %d×%d", name, w, h, widget.Width(lines[0]), len(lines))
				}
			}
		}
	}
}

func TestConfirmDrawsNoControlCharacterOfAName(t *testing.T) {
	d := NewConfirm(environment(t), screen.ConfirmMsg{
		Title: "Delete job/a\x1b[2Jb in c\x07d?", Lines: []string{"job/a\x1b]0;owned\x07b in c\rd"}, Yes: "delete",
	})
	if view := ansi.Strip(d.View(60, 20)); strings.ContainsFunc(view, func(r rune) bool { return r != '\n' && unicode.IsControl(r) }) {
		t.Errorf("draws %q", view)
	}
	for _, bad := range []string{"\x1b[2J", "\x1b]0;", "\x07", "\r"} {
		if strings.Contains(d.View(60, 20), bad) {
			t.Errorf("draws %q", bad)
		}
	}
}
