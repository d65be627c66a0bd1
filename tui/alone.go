package tui

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
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/schedule"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/widget"
)

// ScheduleOptions are what the schedule editor is given when it is alone in the terminal, without a cluster.
type ScheduleOptions struct {
	Start   workload.Timing  // what the fields begin with
	CronJob *batchv1.CronJob // what it is compared with; nil for nothing
	From    time.Time        // where the clock stands, a slot at that very time included; zero for one that goes
	Now     func() time.Time // nil for the machine's clock
	Zone    *time.Location   // the user's; nil for the machine's
	Theme   string           // a theme's name; "" picks one that suits the terminal
	NoColor bool
}

// EditSchedule shows the schedule editor alone until the user has chosen. The error is [tea.ErrInterrupted] when the user has left
// without choosing.
func EditSchedule(ctx context.Context, opts ScheduleOptions, program ...tea.ProgramOption) (workload.Timing, error) {
	a, err := newAlone(ctx, opts)
	if err != nil {
		return workload.Timing{}, err
	}
	own := []tea.ProgramOption{tea.WithContext(ctx), tea.WithFPS(framesPerSecond)}
	if _, err := tea.NewProgram(a, append(own, program...)...).Run(); err != nil {
		return workload.Timing{}, err
	}
	if a.chosen == nil {
		return workload.Timing{}, tea.ErrInterrupted
	}
	return *a.chosen, nil
}

// alone is the root of the editor when nothing else is shown: a line that says where one is, the editor, and its keys.
type alone struct {
	env           *screen.Env
	opts          ScheduleOptions
	theme         themes.Theme
	ground        background
	picked        bool // the theme was chosen, not guessed from the terminal
	editor        *schedule.Screen
	note          string // the latest notice, until a key is pressed
	width, height int
	chosen        *workload.Timing
}

func newAlone(ctx context.Context, opts ScheduleOptions) (*alone, error) {
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
		opts.Zone = localZone()
	}
	env := &screen.Env{
		Cluster: &kube.Cluster{}, Snapshot: &workload.Snapshot{}, Styles: theme.Styles(), Keys: keymap.Default(),
		Now: opts.Now().In(opts.Zone), Zone: opts.Zone,
	}
	return &alone{
		env: env, opts: opts, theme: theme, picked: opts.Theme != "" || opts.NoColor, editor: schedule.NewAlone(ctx, env, opts.Start, opts.CronJob, !opts.From.IsZero()),
	}, nil
}

// Init works out the first answer.
func (a *alone) Init() tea.Cmd {
	return tea.Batch(a.editor.Init(), wallTimers.every(time.Second, tickMsg{}), tea.RequestBackgroundColor)
}

// Update is the root's, for one screen.
func (a *alone) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	a.env.Now = a.opts.Now().In(a.env.Zone)
	return a, tea.Batch(a.handle(msg), a.env.Answer(a.handle))
}

func (a *alone) handle(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.width, a.height = msg.Width, msg.Height
		a.editor.SetSize(msg.Width, msg.Height-aloneFrame)
	case tea.BackgroundColorMsg:
		a.ground = groundOf(msg.IsDark())
		if theme, err := themes.Pick("", false, msg.IsDark()); err == nil && !a.picked {
			a.theme, a.env.Styles = theme, theme.Styles()
		}
	case tickMsg:
		return tea.Batch(a.editor.Update(screen.TickMsg{}), wallTimers.every(time.Second, tickMsg{}))
	case tea.KeyPressMsg:
		a.note = ""
		if key.Matches(msg, a.env.Keys.Interrupt) {
			return tea.Quit
		}
		return a.editor.Update(msg)
	case tea.MouseClickMsg:
		msg.Y -= aloneTop
		return a.editor.Update(msg)
	case tea.MouseWheelMsg:
		msg.Y -= aloneTop
		return a.editor.Update(msg)
	case screen.ToastMsg:
		a.note = msg.Text
	case screen.BackMsg:
		return tea.Quit
	case schedule.ChosenMsg:
		a.chosen = &msg.Timing
		return tea.Quit
	default:
		return a.editor.Update(msg)
	}
	return nil
}

// The frame's lines around the editor: those above it, and all of them.
const (
	aloneTop   = 2
	aloneFrame = 4
)

// View draws the frame and the editor in it.
func (a *alone) View() tea.View {
	v := tea.NewView(a.frame())
	v.AltScreen, v.MouseMode = true, tea.MouseModeCellMotion
	v.BackgroundColor, v.ForegroundColor = backdrop(a.theme, a.ground)
	v.WindowTitle = "kronoscope next"
	return v
}

func (a *alone) frame() string {
	s := a.env.Styles
	if a.width < minWidth || a.height < minHeight {
		return tooSmall(a.width, a.height)
	}
	left := " " + s.Accent.Bold(true).Render("kronoscope") + s.Muted.Render(" next  ") + s.Strong.Render(widget.Clean(a.editor.Title()))
	form := "Mon 2 Jan 15:04:05 "
	if !a.opts.From.IsZero() {
		form = "Mon 2 Jan 2006 15:04:05 " // it may be any
	}
	right := s.Text.Render(a.env.Now.Format(form)) + s.Muted.Render(zoneName(a.env.Now)+" ")
	rule := s.Rule.Render(strings.Repeat("─", a.width))
	lines := append([]string{widget.Spread(left, right, a.width), rule}, fit(a.editor.View(), a.width, a.height-aloneFrame)...)
	last := " " + widget.KeyHelp(a.editor.ShortHelp(), a.width-2, s)
	if a.note != "" {
		last = " " + s.Warn.Render("! "+widget.Clean(a.note))
	}
	return strings.Join(append(lines, rule, widget.Fit(last, a.width)), "\n")
}
