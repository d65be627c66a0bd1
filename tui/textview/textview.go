// Package textview shows a text: a description, a manifest, or the notices so far. It scrolls, searches and fetches the text again; it
// never changes anything.
package textview

import (
	"context"
	"fmt"
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"github.com/kronoscope/kronoscope/tui/async"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Load fetches the text. It runs outside the event loop.
type Load func(context.Context) (string, error)

// loaded is a fetched text, or why it could not be fetched.
type loaded struct {
	text string
	Err  error
}

// loadedMsg brings a text.
type loadedMsg = async.Answer[loaded]

// Screen is a text with a title.
type Screen struct {
	ctx   context.Context // ends when the screen leaves the stack
	env   *screen.Env
	title string
	load  Load

	loading async.Task[loaded]
	lines   []string // without control characters
	lower   []string // in lower case, for the search
	err     error

	width, height int
	first, left   int // line at the top; cells scrolled to the right
	widest        int

	input  textinput.Model
	typing bool
	query  string
	found  []int // lines that contain the query
	at     int   // index in found
}

// New returns a screen of the text that load fetches. ctx ends with the screen.
func New(ctx context.Context, env *screen.Env, title string, load Load) *Screen {
	input := textinput.New()
	input.Prompt = ""
	input.SetVirtualCursor(false)
	return &Screen{ctx: ctx, env: env, title: title, load: load, input: input}
}

// Init fetches the text.
func (s *Screen) Init() tea.Cmd { return s.fetch() }

func (s *Screen) fetch() tea.Cmd {
	load := s.load
	return s.loading.Start(s.ctx, func(ctx context.Context) loaded {
		text, err := load(ctx)
		return loaded{text, err}
	})
}

// Title returns the screen's part of the breadcrumb.
func (s *Screen) Title() string { return s.title }

// Typing reports whether the search is being typed.
func (s *Screen) Typing() bool { return s.typing }

// SetSize sets the size of the text, in cells.
func (s *Screen) SetSize(width, height int) {
	s.width, s.height = width, height
	s.scrollTo(s.first, s.left)
}

// Update handles the fetched text and keys.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case loadedMsg:
		s.handleLoaded(msg)
	case tea.MouseWheelMsg:
		s.handleWheel(msg)
	case tea.PasteMsg:
		if s.typing {
			return s.edit(msg)
		}
	case tea.KeyPressMsg:
		if s.typing {
			return s.handleTyping(msg)
		}
		return s.handleKey(msg)
	}
	return nil
}

func (s *Screen) handleLoaded(msg loadedMsg) {
	got, ok := s.loading.Take(msg)
	if !ok {
		return
	}
	s.err = got.Err
	if got.Err != nil && len(s.lines) > 0 {
		return // the old text is better than none; the status shows the error
	}
	text := strings.TrimRight(got.text, "\n")
	if got.Err != nil {
		text = got.Err.Error()
	}
	s.lines, s.lower, s.widest = nil, nil, 0
	for line := range strings.SplitSeq(text, "\n") {
		line = display.Clean(line)
		s.lines = append(s.lines, line)
		s.lower = append(s.lower, strings.ToLower(line))
		s.widest = max(s.widest, widget.Width(line))
	}
	s.search(s.query)
	s.scrollTo(s.first, s.left)
}

func (s *Screen) handleKey(msg tea.KeyPressMsg) tea.Cmd {
	k := s.env.Keys
	page := max(s.height-1, 1)
	switch {
	case key.Matches(msg, k.Up):
		s.scrollTo(s.first-1, s.left)
	case key.Matches(msg, k.Down):
		s.scrollTo(s.first+1, s.left)
	case key.Matches(msg, k.PageUp):
		s.scrollTo(s.first-page, s.left)
	case key.Matches(msg, k.PageDown, k.Mark):
		s.scrollTo(s.first+page, s.left)
	case key.Matches(msg, k.Top):
		s.scrollTo(0, 0)
	case key.Matches(msg, k.Bottom):
		s.scrollTo(len(s.lines), s.left)
	case key.Matches(msg, k.Left):
		s.scrollTo(s.first, s.left-8)
	case key.Matches(msg, k.Right):
		s.scrollTo(s.first, s.left+8)
	case key.Matches(msg, k.Search):
		s.typing = true
		s.input.SetValue("")
		s.input.Focus()
	case key.Matches(msg, k.NextMatch):
		s.jump(1)
	case key.Matches(msg, k.PreviousMatch):
		s.jump(-1)
	case key.Matches(msg, k.Refresh) && !s.loading.Busy(): // an older text that arrives later would replace a newer one
		return s.fetch()
	case key.Matches(msg, k.Back):
		if s.query != "" {
			s.search("")
			return nil
		}
		s.env.Ask(screen.BackMsg{})
	}
	return nil
}

func (s *Screen) handleWheel(msg tea.MouseWheelMsg) {
	switch msg.Button {
	case tea.MouseWheelUp:
		s.scrollTo(s.first-3, s.left)
	case tea.MouseWheelDown:
		s.scrollTo(s.first+3, s.left)
	case tea.MouseWheelLeft:
		s.scrollTo(s.first, s.left-4)
	case tea.MouseWheelRight:
		s.scrollTo(s.first, s.left+4)
	}
}

func (s *Screen) scrollTo(first, left int) {
	s.first = min(max(first, 0), max(len(s.lines)-s.height, 0))
	s.left = min(max(left, 0), max(s.widest-s.width+1, 0))
}

// Status returns the search and the position in the text.
func (s *Screen) Status(width int) string {
	st := s.env.Styles
	text := ""
	switch {
	case s.typing:
		text = st.Key.Render("/") + st.Strong.Render(display.Clean(s.input.Value())+"▏") + st.Muted.Render(s.matches()) + "  "
	case s.query != "":
		text = st.Accent.Render("/"+display.Clean(s.query)) + " " + st.Muted.Render(s.matches()) + "  "
	}
	if s.err != nil {
		text += st.Bad.Render("✗ cannot fetch it again") + "  "
	}
	if last := min(s.first+s.height, len(s.lines)); len(s.lines) > s.height {
		text += st.Muted.Render(fmt.Sprintf("lines %d–%d of %d", s.first+1, last, len(s.lines)))
	}
	return widget.Clip(text, width)
}

// ShortHelp returns the bindings for the footer.
func (s *Screen) ShortHelp() []key.Binding {
	k := s.env.Keys
	return []key.Binding{k.Back, k.Search, k.NextMatch, k.PreviousMatch, k.Refresh, k.Top, k.Bottom}
}

// HelpTitles returns the titles of the groups of FullHelp.
func (s *Screen) HelpTitles() []string { return []string{"Text", "Move"} }

// Keys returns the bindings of the screen.
func (s *Screen) Keys() []key.Binding {
	k := s.env.Keys
	return []key.Binding{
		k.Back, k.Search, k.NextMatch, k.PreviousMatch, k.Refresh, k.Mark, k.Up, k.Down, k.PageUp, k.PageDown, k.Top, k.Bottom, k.Left, k.Right,
	}
}

// FullHelp returns all bindings, in groups.
func (s *Screen) FullHelp() [][]key.Binding {
	k := s.env.Keys
	return [][]key.Binding{
		{k.Search, k.NextMatch, k.PreviousMatch, k.Refresh, k.Back},
		append(k.Moves(), keymap.Merge("← →", "sideways", k.Left, k.Right)),
	}
}
