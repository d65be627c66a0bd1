package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// The program of these benchmarks is the test binary, which starts slower than the real one: set KRONOSCOPE_TEST_BINARY to
// a program that was built by make build.

// BenchmarkFirstFrame is from exec to the first frame with the tabs and the rows of the scene. cpu-ms is what the program
// used on all cores until then, in steps of 10 ms.
func BenchmarkFirstFrame(b *testing.B) {
	var wall, cpu, worst time.Duration
	runs := 0
	for b.Loop() {
		from := time.Now()
		x := openTerminal(b, 120, 36, "demo")
		x.waitFor("1 CronJobs 12", "3 Calendar", "cleanup-temp", "weekly-metrics-export")
		took := time.Since(from)
		cpu += x.cpu()
		wall, worst, runs = wall+took, max(worst, took), runs+1
		b.StopTimer()
		x.press("q")
		x.exit()
		b.StartTimer()
	}
	b.ReportMetric(float64(wall.Microseconds())/1000/float64(runs), "wall-ms")
	b.ReportMetric(float64(worst.Microseconds())/1000, "worst-ms")
	b.ReportMetric(float64(cpu.Milliseconds())/float64(runs), "cpu-ms")
}

// BenchmarkIdle is the share of a core that the program uses while nobody touches it. It waits ten seconds of real time.
func BenchmarkIdle(b *testing.B) {
	const span = 10 * time.Second
	quiet := filepath.Join(b.TempDir(), "quiet.yaml")
	manifest := "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: quiet}\nspec: {schedule: '0 0 1 1 *', jobTemplate: " +
		"{spec: {template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}}}\n"
	if err := os.WriteFile(quiet, []byte(manifest), 0o600); err != nil {
		b.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args []string
		keys []string
		wait []string
	}{
		{"paused scene", []string{"demo"}, []string{"P", "2"}, []string{"⏸ paused", "render-frames"}},
		{"one CronJob at 1x", []string{"demo", "-f", quiet, "--speed", "1"}, nil, []string{"quiet"}},
		{"scene at 1x", []string{"demo", "--speed", "1"}, []string{"2"}, []string{"render-frames", "Retrying"}},
	} {
		b.Run(c.name, func(b *testing.B) {
			var used time.Duration
			runs := 0
			for b.Loop() {
				x := openTerminal(b, 120, 60, c.args...)
				x.waitFor("1 CronJobs ")
				x.press(c.keys...)
				x.waitFor(c.wait...)
				time.Sleep(time.Second) // what the start has left to do
				before := x.cpu()
				time.Sleep(span)
				used += x.cpu() - before
				runs++
				x.press("q")
				x.exit()
			}
			b.ReportMetric(100*used.Seconds()/(span.Seconds()*float64(runs)), "%core")
		})
	}
}

// cpu is the time that the program has used so far, on all cores.
func (x *terminal) cpu() time.Duration {
	x.t.Helper()
	const ticksPerSecond = 100 // of every Linux
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(x.cmd.Process.Pid) + "/stat")
	if err != nil {
		x.t.Skip("no /proc to read the CPU time from: ", err)
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	var ticks int
	for _, field := range fields[11:13] { // utime, stime
		n, err := strconv.Atoi(field)
		if err != nil {
			x.t.Fatalf("read the CPU time from %q: %v", stat, err)
		}
		ticks += n
	}
	return time.Duration(ticks) * time.Second / ticksPerSecond
}
