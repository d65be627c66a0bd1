// Package standalone runs the schedule editor by itself in the terminal, without a cluster. It applies nothing: it returns the edited
// schedule.
package standalone

import (
	"context"
	"fmt"
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"
	batchv1 "k8s.io/api/batch/v1"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/display"
	"github.com/kronoscope/kronoscope/tui/frame"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/schedule"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/timezone"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// Options configures the editor.
type Options struct {
	Start   workload.Timing  // initial text of the fields
	CronJob *batchv1.CronJob // the CronJob to compare with; nil for none
	From    time.Time        // where the clock stands, including a slot at that very time; zero for a running clock
	Now     func() time.Time // nil for the machine's clock
	Zone    *time.Location   // the user's; nil for the machine's
	Theme   string           // a theme's name; "" picks one that suits the terminal
	NoColor bool
}

// EditSchedule runs the schedule editor until the user has chosen. The error is [tea.ErrInterrupted] when the user leaves without
// choosing.
func EditSchedule(ctx context.Context, opts Options, program ...tea.ProgramOption) (workload.Timing, error) {
	m, err := newModel(ctx, opts)
	if err != nil {
		return workload.Timing{}, err
	}
	own := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(frame.PerSecond)}
	if _, err := tea.NewProgram(m, append(own, program...)...).Run(); err != nil {
		return workload.Timing{}, err
	}
	if m.chosen == nil {
		return workload.Timing{}, tea.ErrInterrupted
	}
	return *m.chosen, nil
}

// model is the root model around the editor: a title line, the editor, and its keys.
type model struct {
	env           *screen.Env
	opts          Options
	theme         themes.Theme
	background    frame.Background
	picked        bool // the theme was chosen, not guessed from the terminal
	editor        *schedule.Screen
	note          string // the latest notice, until a key is pressed
	width, height int
	chosen        *workload.Timing
}

func newModel(ctx context.Context, opts Options) (*model, error) {
	theme, err := themes.Pick(opts.Theme, opts.NoColor, true)
	if err != nil {
		return nil, fmt.Errorf("choosing the theme: %w", err)
	}
	switch {
	case !opts.From.IsZero():
		opts.Now = func() time.Time { return opts.From }
	case opts.Now == nil:
		opts.Now = time.Now
	}
	if opts.Zone == nil {
		opts.Zone = timezone.Local()
	}
	env := &screen.Env{
		Cluster: &kube.Cluster{}, Snapshot: &workload.Snapshot{}, Styles: theme.Styles(), Keys: keymap.Default(),
		Now: opts.Now().In(opts.Zone), Zone: opts.Zone,
	}
	return &model{
		env: env, opts: opts, theme: theme, picked: opts.Theme != "" || opts.NoColor, editor: schedule.NewStandalone(ctx, env, opts.Start, opts.CronJob, !opts.From.IsZero()),
	}, nil
}

// tickMsg reports that a second has passed.
type tickMsg struct{}

func nextTick() tea.Cmd { return tea.Every(time.Second, func(time.Time) tea.Msg { return tickMsg{} }) }

// Init evaluates the schedule for the first time.
func (m *model) Init() tea.Cmd {
	return tea.Batch(m.editor.Init(), nextTick(), tea.RequestBackgroundColor)
}

// Update does the root's work for a single screen.
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	m.env.Now = m.opts.Now().In(m.env.Zone)
	return m, tea.Batch(m.handle(msg), m.env.Answer(m.handle))
}

func (m *model) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.editor.SetSize(msg.Width, msg.Height-linesAround)
	case tea.BackgroundColorMsg:
		m.background = frame.BackgroundOf(msg.IsDark())
		if theme, err := themes.Pick("", false, msg.IsDark()); err == nil && !m.picked {
			m.theme, m.env.Styles = theme, theme.Styles()
		}
	case tickMsg:
		return tea.Batch(m.editor.Update(screen.TickMsg{}), nextTick())
	case tea.KeyPressMsg:
		m.note = ""
		if key.Matches(msg, m.env.Keys.Interrupt) {
			return tea.Quit
		}
		return m.editor.Update(msg)
	case tea.MouseClickMsg:
		msg.Y -= linesAbove
		return m.editor.Update(msg)
	case tea.MouseWheelMsg:
		msg.Y -= linesAbove
		return m.editor.Update(msg)
	case screen.ToastMsg:
		m.note = msg.Text
	case screen.BackMsg:
		return tea.Quit
	case schedule.ChosenMsg:
		m.chosen = &msg.Timing
		return tea.Quit
	default:
		return m.editor.Update(msg)
	}
	return nil
}

// The frame's lines around the editor: those above it, and all of them.
const (
	linesAbove  = 2
	linesAround = 4
)

// View draws the frame and the editor in it.
func (m *model) View() tea.View {
	v := tea.NewView(m.frame())
	v.AltScreen, v.MouseMode = true, tea.MouseModeCellMotion
	v.BackgroundColor, v.ForegroundColor = frame.Backdrop(m.theme, m.background)
	v.WindowTitle = "kronoscope next"
	return v
}

func (m *model) frame() string {
	s := m.env.Styles
	if m.width < frame.MinWidth || m.height < frame.MinHeight {
		return frame.TooSmall(m.width, m.height)
	}
	left := " " + s.Accent.Bold(true).Render("kronoscope") + s.Muted.Render(" next  ") + s.Strong.Render(display.Clean(m.editor.Title()))
	form := "Mon 2 Jan 15:04:05 "
	if !m.opts.From.IsZero() {
		form = "Mon 2 Jan 2006 15:04:05 " // it may be any year
	}
	right := s.Text.Render(m.env.Now.Format(form)) + s.Muted.Render(timezone.NameOf(m.env.Now)+" ")
	rule := s.Rule.Render(strings.Repeat("─", m.width))
	lines := append([]string{widget.Spread(left, right, m.width), rule}, frame.Lines(m.editor.View(), m.width, m.height-linesAround)...)
	last := " " + widget.KeyHelp(m.editor.ShortHelp(), m.width-2, s)
	if m.note != "" {
		last = " " + s.Warn.Render("! "+display.Clean(m.note))
	}
	return strings.Join(append(lines, rule, widget.Fit(last, m.width)), "\n")
}
