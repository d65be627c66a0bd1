package sandbox

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/kronoscope/kronoscope/kube/embedded/clock"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/machine"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var start = time.Date(2026, 11, 24, 1, 58, 12, 0, time.UTC)

// played is how a container ended.
type played struct {
	Result
	out  string
	took time.Duration
	fs   *files.FS
}

// box is a container under test.
type box struct {
	args   []string
	env    []string
	stdin  string
	limits machine.Limits
	play   *Play
	setup  func(*files.Volume)
	during func(clk *clock.Clock, p *Container) // arranges signals, before the clock moves
	until  time.Duration
}

func sh(script string) box { return box{args: []string{"sh", "-c", script}} }

func (b box) run(t testing.TB) played {
	t.Helper()
	clk := clock.NewManual(start)
	store := files.NewStore(256<<20, clk.Now)
	root := store.NewVolume()
	if err := files.Populate(root, "pod-x"); err != nil {
		t.Fatal(err)
	}
	if b.setup != nil {
		b.setup(root)
	}
	files := files.NewFS(root, false)
	var out bytes.Buffer
	task := clk.NewTask(context.Background())
	cfg := Config{
		Clock: clk, Task: task, FS: files, Args: b.args, Env: b.env, Hostname: "pod-x", Stdout: &out, Stderr: &out,
		Seed: 7, Limits: b.limits, Play: b.play,
	}
	if b.stdin != "" {
		cfg.Stdin = strings.NewReader(b.stdin)
	}
	p := New(cfg)
	res := make(chan played, 1)
	go func() {
		r := p.Run()
		end := clk.Now()
		task.Done()
		res <- played{Result: r, out: out.String(), took: end.Sub(start), fs: files}
	}()
	if b.during != nil {
		b.during(clk, p)
	}
	until := b.until
	if until == 0 {
		until = 24 * time.Hour
	}
	if err := clk.RunUntil(context.Background(), start.Add(until)); err != nil {
		t.Fatal(err)
	}
	select {
	case r := <-res:
		return r
	default:
	}
	p.Kill()
	return <-res
}
