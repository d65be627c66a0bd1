package tui

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kronoscope/kronoscope/kube/action"
	"github.com/kronoscope/kronoscope/kube/workload"
	"github.com/kronoscope/kronoscope/tui/screen"
)

// listed is how many objects a question names before it counts the rest.
const listed = 8

// deleteMsg is a deletion that the user has agreed to, of the very objects that were asked about: others may have their names now.
type deleteMsg struct {
	refs        []screen.Ref
	uids        map[screen.Ref]types.UID
	propagation metav1.DeletionPropagation
}

// handleDelete says what would go and asks how.
func (r *Root) handleDelete(msg screen.DeleteMsg) tea.Cmd {
	switch {
	case r.opts.Cluster.ReadOnly:
		return r.notify(screen.ReadOnly())
	case len(msg.Refs) == 0:
		return nil
	}
	uids := make(map[screen.Ref]types.UID, len(msg.Refs))
	for _, ref := range msg.Refs {
		uids[ref] = r.env.Snapshot.UID(ref.Kind, ref.Key)
	}
	ask := screen.ConfirmMsg{
		Title: "Delete " + nameOf(msg.Refs) + where(msg.Refs) + "?",
		Lines: r.whatGoes(msg.Refs),
		Yes:   "delete",
		Then:  deleteMsg{msg.Refs, uids, msg.Propagation},
	}
	if msg.Propagation == "" && msg.Refs[0].Kind != screen.KindPod {
		k := r.env.Keys.InDialog
		ask.Choices = []screen.Choice{
			{Key: k.Background, Label: "background: it goes at once, what it owns after it", Then: deleteMsg{msg.Refs, uids, metav1.DeletePropagationBackground}},
			{Key: k.Foreground, Label: "foreground: it goes when all it owns is gone", Then: deleteMsg{msg.Refs, uids, metav1.DeletePropagationForeground}},
			{Key: k.Orphan, Label: "orphan: what it owns stays", Then: deleteMsg{msg.Refs, uids, metav1.DeletePropagationOrphan}},
		}
	}
	r.env.Ask(ask)
	return nil
}

// whatGoes lists the objects, each with what goes with it.
func (r *Root) whatGoes(refs []screen.Ref) []string {
	if len(refs) == 1 {
		p := workload.DeletePreview(r.env.Snapshot, refs[0].Kind, refs[0].Key)
		if text := along(p); text != "" {
			return []string{"It goes" + text + "."}
		}
		return nil
	}
	var lines []string
	var rest workload.Preview
	for i, ref := range refs {
		p := workload.DeletePreview(r.env.Snapshot, ref.Kind, ref.Key)
		if i >= listed && len(refs) > listed+1 {
			rest.Jobs, rest.Pods, rest.Running = rest.Jobs+p.Jobs, rest.Pods+p.Pods, rest.Running+p.Running
			continue
		}
		lines = append(lines, ref.String()+" in "+ref.Key.Namespace+along(p))
	}
	if n := len(refs) - len(lines); n > 0 {
		lines = append(lines, fmt.Sprintf("and %d more%s", n, along(rest)))
	}
	return lines
}

// where names the namespace of a single object.
func where(refs []screen.Ref) string {
	if len(refs) == 1 {
		return " in " + refs[0].Key.Namespace
	}
	return ""
}

// along says what goes with an object: " with 3 Jobs and 5 pods, 2 of them running".
func along(p workload.Preview) string {
	var parts []string
	if p.Jobs > 0 {
		parts = append(parts, plural(p.Jobs, "Job"))
	}
	if p.Pods > 0 {
		parts = append(parts, plural(p.Pods, "pod"))
	}
	if len(parts) == 0 {
		return ""
	}
	text := " with " + strings.Join(parts, " and ")
	switch {
	case p.Running == 0:
		return text
	case p.Running == p.Pods && p.Pods == 1:
		return text + ", which has not finished"
	}
	return text + fmt.Sprintf(", %d of them not finished", p.Running)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func (r *Root) handleDeleteAgreed(msg deleteMsg) tea.Cmd {
	actions := r.opts.Actions
	return r.act("deleted", msg.refs, func(ctx context.Context, ref screen.Ref) (screen.Ref, error) {
		return screen.Ref{}, actions.Delete(ctx, ref.Kind, ref.Key, action.DeleteOptions{Propagation: msg.propagation, UID: msg.uids[ref]})
	})
}
