package logs

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/kronoscope/kronoscope/themes"
	"github.com/kronoscope/kronoscope/tui/widget"
)

const (
	bar       = " │ "
	joins     = " ┬ " // before a container's first line
	stampForm = "15:04:05.000"
)

// textWidth returns the cells of a row that remain for text beside the label and the time.
func (s *Screen) textWidth() int {
	w := s.width - s.labels - len([]rune(bar))
	if s.stamps {
		w -= len(stampForm) + 1
	}
	return max(w, 1)
}

// text returns what is shown of a line, and the rows it takes.
func (s *Screen) text(l heldLine) ([]byte, []part) {
	if l.Source < 0 {
		return l.Text, []part{{0, len(l.Text)}}
	}
	text := l.Text
	if s.json {
		text = pretty(text)
	}
	if s.wrap {
		return text, wrap(text, s.textWidth())
	}
	if s.json && bytes.IndexByte(text, '\n') >= 0 {
		return text, cutRows(text, s.left, s.textWidth())
	}
	return text, []part{slice(text, s.left, s.textWidth())}
}

// rowsOf returns the number of rows of a line, at least one.
func (s *Screen) rowsOf(seq int) int {
	if !s.wrap && !s.json {
		return 1
	}
	_, rows := s.text(s.buffer.line(seq))
	return len(rows)
}

// cutRows applies slice to each of several lines.
func cutRows(text []byte, from, width int) []part {
	var rows []part
	at := 0
	for line := range bytes.SplitSeq(text, []byte{'\n'}) {
		p := slice(line, from, width)
		rows = append(rows, part{at + p.from, at + p.to})
		at += len(line) + 1
	}
	return rows
}

// pretty indents a JSON object over several lines; other text stays as it is.
func pretty(text []byte) []byte {
	trimmed := bytes.TrimSpace(text)
	if len(trimmed) < 2 || trimmed[0] != '{' && trimmed[0] != '[' {
		return text
	}
	var out bytes.Buffer
	if json.Indent(&out, trimmed, "", "  ") != nil {
		return text
	}
	return out.Bytes()
}

// draw appends at most n rows of a line to out, starting at the given one.
func (s *Screen) draw(out []string, l heldLine, from, n int) []string {
	st := s.env.Styles
	switch {
	case l.Source == markSource:
		return append(out, widget.Rule("mark "+l.Time.In(s.env.Zone).Format("15:04:05"), s.width, st))
	case l.Source == noticeSource:
		return append(out, widget.Clip(st.Warn.Render("! "+string(l.Text)), s.width))
	case l.Source < 0:
		return append(out, s.note(l))
	}
	text, rows := s.text(l)
	var hits [][]int
	if s.pattern != nil && s.pattern.match(text) {
		hits = s.pattern.re.FindAllIndex(text, -1)
	}
	src := s.sources[l.Source]
	ink := st.Series[l.Source%len(st.Series)]
	plain := st.Text
	marked := st.Strong
	if len(hits) > 0 {
		marked = themes.On(st.Marked, st.Strong).Reverse(st.Plain)
	}
	if l.Seq == s.hit {
		plain = themes.On(st.Selected, st.Strong)
	}
	for i := from; i < len(rows) && n > 0; i++ {
		var b strings.Builder
		label, edge := "", bar
		if i == 0 {
			label = src.label
			if l.Seq == src.first {
				edge = joins
			}
		}
		b.WriteString(ink.Render(widget.FitRight(label, s.labels)) + st.Rule.Render(edge))
		if s.stamps {
			stamp := ""
			if i == 0 && !l.Time.IsZero() {
				stamp = l.Time.In(s.env.Zone).Format(stampForm)
			}
			b.WriteString(st.Muted.Render(widget.Fit(stamp, len(stampForm)+1)))
		}
		b.WriteString(highlight(text, rows[i], hits, plain, marked))
		out = append(out, widget.Clip(b.String(), s.width))
		n--
	}
	return out
}

// highlight draws a row of a text with the matches in it.
func highlight(text []byte, row part, hits [][]int, plain, marked themes.Ink) string {
	var b strings.Builder
	put := func(st themes.Ink, from, to int) {
		from, to = max(from, row.from), min(to, row.to)
		if from < to {
			b.WriteString(st.Render(string(text[from:to])))
		}
	}
	at := row.from
	for _, h := range hits {
		if h[1] <= row.from || h[0] >= row.to {
			continue
		}
		put(plain, at, h[0])
		put(marked, h[0], h[1])
		at = h[1]
	}
	put(plain, at, row.to)
	return b.String()
}

// note draws a notice about a source.
func (s *Screen) note(l heldLine) string {
	st := s.env.Styles
	at := noteOf(l.Source)
	ink := st.Series[at%len(st.Series)]
	src := s.sources[at]
	return ink.Render(widget.FitRight(src.label, s.labels)) + st.Rule.Render(" ! ") +
		widget.Clip(st.Warn.Render(string(l.Text)), max(s.width-s.labels-3, 0))
}
