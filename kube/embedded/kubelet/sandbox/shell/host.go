package shell

import (
	"mvdan.cc/sh/v3/expand"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/shell/builtin"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/stream"
)

// Process and the methods below implement [builtin.Shell], along with those that write and those of variables.
func (s *Shell) Process() *machine.Process { return s.p }

func (s *Shell) Descriptor(fd int) (*stream.File, bool) {
	f, ok := s.fds[fd]
	return f, ok
}

func (s *Shell) Unset(name string) error       { return s.vars.Unset(name) }
func (s *Shell) Params() []string              { return s.params }
func (s *Shell) Expansion() *expand.Config     { return s.config() }
func (s *Shell) OptionCursor() *builtin.Cursor { return &s.options }
func (s *Shell) Jobs() []*machine.Process      { return s.jobs }
func (s *Shell) ForgetJobs()                   { s.jobs = nil }
