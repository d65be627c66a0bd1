package logs

import (
	"fmt"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestBufferGivesBackEveryLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var b buffer
		var want []string
		for range rapid.IntRange(0, 3).Draw(t, "bursts") {
			length := rapid.IntRange(0, 3000).Draw(t, "length")
			for range rapid.IntRange(0, 2000).Draw(t, "lines") {
				text := strings.Repeat("é", len(want)%7) + strings.Repeat("x", length) + fmt.Sprint(len(want))
				b.add(len(want)%5, time.Unix(1e9+int64(len(want)), 0), []byte(text))
				want = append(want, text)
			}
		}
		if b.len() != len(want) {
			t.Fatalf("%d lines held of %d", b.len(), len(want))
		}
		for i, text := range want {
			l := b.line(i)
			if string(l.Text) != text || l.Source != i%5 || l.Seq != i || l.Time.Unix() != 1e9+int64(i) {
				t.Fatalf("line %d came back as %+v", i, l)
			}
		}
	})
}

func TestBufferCountsWhatItDrops(t *testing.T) {
	var b buffer
	for i := range maxLines + 10 {
		b.add(0, time.Time{}, fmt.Appendf(nil, "line %d", i))
	}
	if b.len() > maxLines || b.len()+b.Dropped != maxLines+10 || b.Dropped != b.first {
		t.Fatalf("holds %d, dropped %d, first %d", b.len(), b.Dropped, b.first)
	}
	if got := string(b.line(b.first).Text); got != fmt.Sprintf("line %d", b.first) {
		t.Fatalf("the oldest line is %q", got)
	}
	if got := string(b.line(b.next - 1).Text); got != fmt.Sprintf("line %d", maxLines+9) {
		t.Fatalf("the latest line is %q", got)
	}
}

func TestSnapshotIsNotChangedByLaterLines(t *testing.T) {
	var b buffer
	b.add(0, time.Time{}, []byte("one error"))
	snap := b.snapshot()
	for range 3 * blockLines {
		b.add(0, time.Time{}, []byte("error"))
	}
	p, err := compile("error")
	if err != nil {
		t.Fatal(err)
	}
	if got := p.search(&snap[0], nil); !cmp.Equal(got, []int{0}) {
		t.Fatalf("found %v", got)
	}
}

// TestSearchEqualsTheExpression compares the optimized search with the expression run on every line.
func TestSearchEqualsTheExpression(t *testing.T) {
	patterns := []string{
		"error", "Error", `x+err`, `(err|warn)\d`, `^a`, `b$`, `é`, `ÉTÉ`, `a.b`, `err(or)?`, `[xe]rr`, `(?i)Err`, `a{2,}`, ``, `zz`,
		`été`, `x*`, `\S+rr`, `r.*o`, `(err)+`,
	}
	letters := rapid.SampledFrom([]rune("aAbBeErRoOxXéÉtT12 "))
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom(patterns).Draw(t, "pattern")
		lines := rapid.SliceOfN(rapid.StringOf(letters), 0, 30).Draw(t, "lines")
		lines = append(lines, "xerror", "XERR1", "été", "aab")
		var b buffer
		for _, l := range lines {
			b.add(0, time.Time{}, []byte(l))
		}
		p, err := compile(text)
		if err != nil {
			t.Fatal(err)
		}
		source := text
		if text == strings.ToLower(text) || strings.Contains(text, `\S`) {
			source = "(?i)" + text
		}
		re := regexp.MustCompile(source)
		var want, got []int
		for i, l := range lines {
			if re.MatchString(l) {
				want = append(want, i)
			}
			if p.match([]byte(l)) != re.MatchString(l) {
				t.Fatalf("%q on %q", text, l)
			}
		}
		for _, bl := range b.snapshot() {
			got = p.search(&bl, got)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q over %q: %s", text, lines, diff)
		}
	})
}

// logLine returns a line of a plausible length, 80 to 110 bytes.
func logLine(i int) []byte {
	return fmt.Appendf(nil, `2026-11-24T01:58:12.%09dZ level=info msg="Processing image" index=%d path=/data/in/%06d.jpeg took=%dms`, i, i%100, i, i%977)
}

func million() *buffer {
	var b buffer
	for i := range maxLines {
		b.add(i%10, time.Unix(1e9+int64(i), 0), logLine(i))
	}
	return &b
}

func BenchmarkMillionLinesHeld(b *testing.B) {
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		held := million()
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MB")
		b.ReportMetric(float64(held.bytes)/(1<<20), "MB-of-text")
		runtime.KeepAlive(held)
	}
}

func BenchmarkAdd(b *testing.B) {
	var buf buffer
	line := logLine(7)
	for b.Loop() {
		buf.add(0, time.Time{}, line)
	}
}

func BenchmarkSearchMillionLines(b *testing.B) {
	snap := million().snapshot()
	for _, text := range []string{"999999", "processing", "IMAGE", `took=97\dms`, `(jpeg|png) took=1ms`, `index=\d+ path=.*99 `, `\d{7}`} {
		b.Run(text, func(b *testing.B) {
			p, err := compile(text)
			if err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				searchAll(b.Context(), p, snap)
			}
		})
	}
}

// BenchmarkTake measures the work of the event loop for each arriving line, with a search and a filter active.
func BenchmarkTake(b *testing.B) {
	s := benchScreen(b)
	var batch Batch
	for i := range 1000 {
		batch.Lines = append(batch.Lines, RawLine{Container: Container{"p-0-aaaaa", "main", i % 10}, Time: time.Unix(1e9, 0), Text: logLine(i)})
	}
	s.startSearch("took=97")
	for b.Loop() {
		s.take(batch)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1000, "ns/line")
}

// BenchmarkFrame measures a frame of 200×60 over a million lines, at the end, in the middle, and with a search.
func BenchmarkFrame(b *testing.B) {
	s := benchScreen(b)
	s.buffer = *million()
	s.sources = make([]source, 10)
	s.SetSize(200, 60)
	b.Run("tail", func(b *testing.B) {
		for b.Loop() {
			s.View()
		}
	})
	s.scroll(-500_000)
	b.Run("middle", func(b *testing.B) {
		for b.Loop() {
			s.scroll(-1)
			s.View()
		}
	})
	s.pattern, _ = compile("image")
	b.Run("search", func(b *testing.B) {
		for b.Loop() {
			s.View()
		}
	})
}

func TestAMarkInAFullBufferForgetsWhatItDrops(t *testing.T) {
	w := newWorld(t, 70, 10)
	w.lines("p-0-aaaaa", 0, make([]string, blockLines+1)...)
	w.screen.refilter(filter{since: noon})
	w.press("g")
	w.screen.buffer.bytes = maxBytes // as full as a million lines make it
	w.press("m")
	if w.screen.buffer.Dropped != blockLines {
		t.Fatalf("dropped %d lines", w.screen.buffer.Dropped)
	}
	if first := w.screen.buffer.first; w.screen.kept[0] < first || w.screen.top.seq < first {
		t.Errorf("shows line %d and is at %d; the first one held is %d", w.screen.kept[0], w.screen.top.seq, first)
	}
	w.view()
}
