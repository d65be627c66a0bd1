package main

import (
	"bufio"
	"context"
	"flag"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/kronoscope/kronoscope/cmd/exitcode"
	"github.com/kronoscope/kronoscope/cmd/logging"
)

// How often the program is killed, and where chance begins: a failure is repeated, as far as the machine lets it, with the seed
// that the test prints.
var (
	kills    = flag.Int("kills", 0, "how often to kill serve --state (200; 20 with the race detector; 5 with -short)")
	killSeed = flag.Uint64("kill-seed", 0, "chance of the test that kills serve --state (new each time)")
)

const writers = 6

// TestKilledAtAnyMomentItLosesNothing runs serve --state again and again on one folder, has several clients write to it, and kills
// it with SIGKILL when a random number of writes have been acknowledged. The next run must have all of them, and nothing that was
// not asked for; and it must go on with later revisions, later times and other UIDs.
func TestKilledAtAnyMomentItLosesNothing(t *testing.T) {
	rounds, seed := *kills, *killSeed
	switch {
	case rounds > 0:
	case testing.Short():
		rounds = 5
	case raceDetector:
		rounds = 20
	default:
		rounds = 200
	}
	if seed == 0 {
		seed = rand.Uint64()
	}
	logging.New().Bridge() // client-go logs every connection that is cut
	t.Logf("killing it %d times: repeat with -kills %d -kill-seed %d", rounds, rounds, seed)
	random := rand.New(rand.NewPCG(seed, 0))
	folder := filepath.Join(t.TempDir(), "state")
	book := newLedger(t)
	acknowledged := 0
	for round := range rounds {
		p := startServe(t, folder, "--speed", []string{"1", "60", "3600"}[random.IntN(3)])
		book.check(p.client(t))
		acknowledged += play(t, p, book, random, 1+random.IntN(60))
		if t.Failed() {
			t.Fatalf("in round %d", round+1)
		}
	}
	last := startServe(t, folder)
	book.check(last.client(t))
	if code := last.end(syscall.SIGINT); code != exitcode.Done {
		t.Errorf("interrupted, it exits with %d", code)
	}
	last = startServe(t, folder)
	book.check(last.client(t))
	last.end(syscall.SIGKILL)
	t.Logf("%d writes were acknowledged, %d seen by a watch", acknowledged, book.watched)
}

// play lets the writers write until so many writes are acknowledged, kills the program, and returns how many were.
func play(t *testing.T, p *served, book *ledger, random *rand.Rand, enough int) int {
	client := p.client(t)
	var mu sync.Mutex
	done := 0
	acknowledge := func() {
		mu.Lock()
		defer mu.Unlock()
		if done++; done == enough {
			p.kill()
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	watching := book.watch(ctx, client)
	var work sync.WaitGroup
	for i := range writers {
		w := &scribe{name: "w" + strconv.Itoa(i), client: client, book: book, acknowledge: acknowledge}
		chance := rand.New(rand.NewPCG(random.Uint64(), 0))
		work.Go(func() { w.write(ctx, chance) })
	}
	work.Wait()
	p.wait()
	<-watching
	return done
}

// served is a running serve --state.
type served struct {
	cmd        *exec.Cmd
	kubeconfig string
	errors     *strings.Builder
	drained    chan struct{}
}

// startServe starts it in a process of its own and waits until it serves.
func startServe(t *testing.T, folder string, more ...string) *served {
	t.Helper()
	program := os.Getenv(builtBinary)
	if program == "" {
		program = os.Args[0]
	}
	p := &served{kubeconfig: filepath.Join(t.TempDir(), "kubeconfig"), errors: &strings.Builder{}, drained: make(chan struct{})}
	p.cmd = exec.Command(program, append([]string{"serve", "--state", folder, "--kubeconfig-out", p.kubeconfig}, more...)...) //nolint:gosec // our own binary
	p.cmd.Env = []string{asMain + "=1", "HOME=" + t.TempDir(), "TZ=Europe/Paris"}
	p.cmd.Stderr = p.errors
	out, err := p.cmd.StdoutPipe()
	if err == nil {
		err = p.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	late := time.AfterFunc(patience, p.kill)
	defer late.Stop()
	lines := bufio.NewScanner(out)
	for lines.Scan() && !strings.HasPrefix(lines.Text(), "Ctrl-C") {
	}
	if !strings.HasPrefix(lines.Text(), "Ctrl-C") {
		_ = p.cmd.Wait()
		t.Fatalf("it does not serve: %s", p.errors)
	}
	go func() {
		defer close(p.drained)
		for lines.Scan() {
		}
	}()
	return p
}

func (p *served) client(t *testing.T) dynamic.Interface {
	t.Helper()
	config, err := clientcmd.BuildConfigFromFlags("", p.kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	config.QPS = -1
	client, err := dynamic.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func (p *served) kill() { _ = p.cmd.Process.Kill() }

func (p *served) wait() {
	<-p.drained
	_ = p.cmd.Wait()
}

// end sends a signal and returns the exit code.
func (p *served) end(signal syscall.Signal) int {
	_ = p.cmd.Process.Signal(signal)
	p.wait()
	return p.cmd.ProcessState.ExitCode()
}
