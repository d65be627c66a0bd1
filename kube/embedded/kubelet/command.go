package kubelet

import (
	"hash/fnv"
	"math/rand/v2"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/environment"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/image"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/simulation"
	"github.com/kronoscope/kronoscope/scheduler/annotation"
)

// config prepares the next run of a container.
func (c *container) config() (sandbox.Config, error) {
	fs, err := c.fileSystem()
	if err != nil {
		return sandbox.Config{}, err
	}
	cfg, err := c.sandboxConfig(fs)
	if err != nil {
		return cfg, err
	}
	values := map[string]string{}
	for _, kv := range cfg.Env {
		name, value, _ := strings.Cut(kv, "=")
		values[name] = value
	}
	var args []string
	for _, list := range [][]string{c.spec.Command, c.spec.Args} {
		for _, word := range list {
			args = append(args, environment.Expand(word, values))
		}
	}
	cfg.Args, cfg.Play = c.command(args)
	if play := c.play(); play != nil {
		cfg.Play = play
	}
	return cfg, nil
}

// environment returns what the variables and files of the pod's containers are made of.
func (p *pod) environment() *environment.Pod {
	specs := make([]*corev1.Container, len(p.containers))
	for i, c := range p.containers {
		specs[i] = c.spec
	}
	return &environment.Pod{Client: p.k.client, Object: p.obj, IP: p.ip, Containers: specs}
}

// command returns what the image makes of a container's command and arguments.
func (c *container) command(args []string) ([]string, *sandbox.Play) {
	name := image.Name(c.spec.Image)
	if len(c.spec.Command) > 0 {
		return args, nil
	}
	switch {
	case name == "pause":
		return []string{"pause"}, &sandbox.Play{Duration: -1}
	case image.IsBase(c.spec.Image):
		// The image's command is a shell, which arguments replace. Without a terminal it ends at once.
		if len(args) == 0 {
			return []string{"true"}, nil
		}
		return args, nil
	}
	return append([]string{name}, args...), nil
}

func (p *pod) hostname() string {
	if p.obj.Spec.Hostname != "" {
		return p.obj.Spec.Hostname
	}
	return p.obj.Name[:min(len(p.obj.Name), 63)]
}

// seed returns the seed of one run of a container. It depends only on the kubelet's seed and on names.
func (p *pod) seed(container string, restarts int32) uint64 {
	h := fnv.New64a()
	for _, part := range []string{p.obj.Namespace, p.obj.Name, container, strconv.Itoa(int(restarts))} {
		_, _ = h.Write([]byte(part + "\x00"))
	}
	return h.Sum64() ^ p.k.opts.Seed
}

func (p *pod) random(what string, restarts int32) *rand.Rand {
	return rand.New(rand.NewPCG(p.seed(what, restarts), 1))
}

// startupDelay returns how long the pod takes to start, by its annotation or else by the options.
func (p *pod) startupDelay() time.Duration {
	if p.settings.Startup != nil {
		return simulation.Pick(*p.settings.Startup, p.random("startup", 0))
	}
	return simulation.Pick(annotation.Span{Least: p.k.opts.StartupDelay, Most: p.k.opts.StartupDelay + p.k.opts.StartupJitter}, p.random("startup", 0))
}
