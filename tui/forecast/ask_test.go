package forecast

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"github.com/kronoscope/kronoscope/tui/screen"
	"github.com/kronoscope/kronoscope/tui/tuitest"
)

func TestAnAnswerToAnEarlierQuestionIsDropped(t *testing.T) {
	s, cmd := open(t, nil)
	early := cmd().(answerMsg)
	late := press(s, ']')
	s.Update(early)
	sees(t, s, "working it out")
	carryOut(s, late)
	sees(t, s, "[ 30 days ]", "to Thu 24 Dec")
	s.Update(early)
	sees(t, s, "to Thu 24 Dec")
}

func TestItIsMadeAgainWhenSomethingChanges(t *testing.T) {
	s, cmd := open(t, nil)
	carryOut(s, cmd)
	again := func() tea.Cmd { return s.Update(screen.ChangedMsg{}) }
	if again() != nil {
		t.Error("nothing has changed")
	}
	s.env.Now = s.env.Now.Add(59 * time.Minute)
	if again() != nil {
		t.Error("an hour has not passed")
	}
	s.env.Now = s.env.Now.Add(2 * time.Minute)
	behind := again()
	if behind == nil {
		t.Error("the clock has left it behind")
	}
	tuitest.Suspended(s.env.Snapshot.CronJobs[3])
	if again() != nil {
		t.Error("what happens in a busy cluster keeps it from ending")
	}
	carryOut(s, behind)
	if again() == nil {
		t.Error("a CronJob was suspended")
	}
	s.env.Namespace = "elsewhere"
	if again() == nil {
		t.Error("other CronJobs are to be looked at")
	}
	if s.Update(tea.KeyPressMsg{Code: 'r', Mod: tea.ModCtrl}) == nil {
		t.Error("it was asked for")
	}
}

func TestEscGivesUpThenLeaves(t *testing.T) {
	s, cmd := open(t, nil)
	if press(s, tea.KeyEscape); s.env.Asked() != nil {
		t.Error("it leaves while something is under way")
	}
	if msg := cmd(); msg != nil {
		t.Errorf("given up, it answers %T", msg)
	}
	sees(t, s, "nothing has been worked out; ctrl-r does")
	press(s, tea.KeyEscape)
	if diff := cmp.Diff([]tea.Msg{screen.BackMsg{}}, s.env.Asked()); diff != "" {
		t.Error(diff)
	}
}

func TestEscGoesBackToTheSpanThatIsKnown(t *testing.T) {
	s, cmd := open(t, nil)
	carryOut(s, cmd)
	longer := press(s, ']')
	sees(t, s, "[ 7 days ] from Tue 24 Nov 01:58 to Tue 1 Dec 01:58", "working out 30 days …") // what is in view is still of the seven
	press(s, tea.KeyEscape)
	carryOut(s, longer)
	sees(t, s, "[ 7 days ] from Tue 24 Nov 01:58 to Tue 1 Dec 01:58", "all CronJobs")
	if s.Update(screen.TickMsg{}) != nil {
		t.Error("what is known is worked out again")
	}
	carryOut(s, press(s, ']'))
	sees(t, s, "[ 30 days ]", "to Thu 24 Dec")
}

func TestAnAnswerThatCameWhenItWasGivenUpIsDropped(t *testing.T) {
	s, cmd := open(t, nil)
	carryOut(s, cmd)
	onItsWay := press(s, ']')()
	press(s, tea.KeyEscape)
	s.Update(onItsWay)
	sees(t, s, "[ 7 days ] from Tue 24 Nov 01:58 to Tue 1 Dec 01:58")
}

func TestAClockThatRunsFastDoesNotKeepItFromEnding(t *testing.T) {
	s, cmd := open(t, nil)
	carryOut(s, cmd)
	tick := func() tea.Cmd {
		s.env.Now = s.env.Now.Add(2 * time.Hour)
		return s.Update(screen.TickMsg{})
	}
	again := tick()
	if tick() != nil {
		t.Error("it is begun again before it has ended")
	}
	press(s, tea.KeyEscape)
	if diff := cmp.Diff([]tea.Msg{screen.BackMsg{}}, s.env.Asked()); diff != "" {
		t.Errorf("esc while an answer in view is made again: %s", diff)
	}
	press(s, 'v')
	s.SetSize(60, 6)
	press(s, tea.KeyDown)
	below := text(s)
	carryOut(s, again)
	if s.first == 0 {
		t.Errorf("the answer scrolls back to the top:\n%s\nwas\n%s", text(s), below)
	}
	sees(t, s, "from Tue 24 Nov 03:58")
	if tick() == nil {
		t.Error("it is not made again after it has ended")
	}
}
