package notices

import (
	"strconv"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/keymap"
	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

// newBoard is a board whose timers bring their messages only when a test sends them.
func newBoard(t *testing.T) (b *Board, due *[]tea.Msg) {
	t.Helper()
	theme, err := themes.ByName("none")
	if err != nil {
		t.Fatal(err)
	}
	env := &screen.Env{Styles: theme.Styles(), Keys: keymap.Default(), Now: tuitest.Now}
	due = &[]tea.Msg{}
	return New(env, func(_ time.Duration, msg tea.Msg) tea.Cmd {
		*due = append(*due, msg)
		return nil
	}), due
}

// up are the texts of the notices that are up.
func up(b *Board) []string {
	var texts []string
	for _, box := range b.Boxes(80) {
		texts = append(texts, strings.Trim(ansi.Strip(box), " │╭╮╰╯─\n"))
	}
	return texts
}

func TestTheLatestThreeNoticesAreUp(t *testing.T) {
	b, _ := newBoard(t)
	for i := range 5 {
		b.Show(screen.ToastMsg{Text: "notice " + strconv.Itoa(i)})
	}
	b.Show(screen.ToastMsg{Text: "notice 3"}) // says the same as one that is up
	if diff := cmp.Diff([]string{"notice 2", "notice 4", "notice 3"}, up(b)); diff != "" {
		t.Error(diff)
	}
	if history := b.History(); !strings.HasPrefix(history, "2026-11-24 00:58:12   notice 3\n") || strings.Count(history, "notice") != 6 {
		t.Errorf("history:\n%s", history)
	}
}

func TestANoticeTakesThePlaceOfTheOneOnItsTopic(t *testing.T) {
	b, _ := newBoard(t)
	b.Show(screen.ToastMsg{Text: "60×", Topic: "clock"})
	b.Show(screen.ToastMsg{Text: "triggered", Level: screen.Good})
	b.Show(screen.ToastMsg{Text: "120×", Topic: "clock"})
	if diff := cmp.Diff([]string{"✓ triggered", "120×"}, up(b)); diff != "" {
		t.Error(diff)
	}
}

func TestAGraveNoticeStaysUntilAKeyIsPressed(t *testing.T) {
	b, due := newBoard(t)
	b.Show(screen.ToastMsg{Text: "refused", Level: screen.Bad})
	b.Show(screen.ToastMsg{Text: "done"})
	b.HandleKey() // too early for the first to be read
	for _, msg := range *due {
		b.HandleDue(msg.(DueMsg))
	}
	if diff := cmp.Diff([]string{"✗ refused"}, up(b)); diff != "" {
		t.Error(diff)
	}
	b.HandleKey()
	if left := up(b); left != nil {
		t.Errorf("after a key: %v", left)
	}
}

func TestAnOfferHoldsForTheNextKey(t *testing.T) {
	b, _ := newBoard(t)
	made := screen.Ref{Kind: screen.KindJob, Key: kube.Key{Namespace: "default", Name: "pi"}}
	b.Show(screen.ToastMsg{Text: "triggered", Open: made})
	if first, second := b.HandleKey(), b.HandleKey(); first != made || !second.IsZero() {
		t.Errorf("the first key is offered %v, the second %v", first, second)
	}
}

func TestRecordsDriveNoNoticeOut(t *testing.T) {
	b, _ := newBoard(t)
	b.Show(screen.ToastMsg{Text: "triggered", Level: screen.Good})
	for i := range 400 {
		b.Record(screen.Warn, "failed "+strconv.Itoa(i))
	}
	history := b.History()
	if n := strings.Count(history, "failed"); n != 50 || !strings.HasPrefix(history, "2026-11-24 00:58:12  ! failed 399\n") {
		t.Errorf("%d records are kept:\n%s", n, history)
	}
	if !strings.Contains(history, "triggered") {
		t.Error("the notice is gone")
	}
	if texts := up(b); len(texts) != 1 {
		t.Errorf("a record is shown as a notice: %v", texts)
	}
}
