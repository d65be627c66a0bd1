package serve_test

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// page is a text in Markdown whose commands can be run: those in blocks of console, each a line that begins with a prompt, with
// what they print below. A comment <!-- step: KEY="VALUE" ... --> says more of the next command, by the names of [step]'s fields.
// Blocks with a file's name after their language are files to be there; a block of sh that begins with a function is a command.
type page struct {
	lines []string
	files map[string]string
	steps []pageStep
}

// pageStep is a command of a page; what it prints are the lines from begin to end.
type pageStep struct {
	step
	begin, end int
}

const (
	fence  = "```"
	prompt = "$ "
)

var (
	comment  = regexp.MustCompile(`^<!-- step:((?: \w+="[^"]*")+) -->$`)
	setting  = regexp.MustCompile(`(\w+)="([^"]*)"`)
	function = regexp.MustCompile(`^(\w+)\(\) \{`)
)

func readPage(text string) (*page, error) {
	p := &page{lines: strings.Split(text, "\n"), files: map[string]string{}}
	var next step
	for i := 0; i < len(p.lines); i++ {
		line := p.lines[i]
		switch info, opens := strings.CutPrefix(line, fence); {
		case strings.HasPrefix(line, "<!--"):
			var err error
			if next, err = readComment(line); err != nil {
				return nil, fmt.Errorf("line %d: %w", i+1, err)
			}
		case opens:
			begin := i + 1
			for i++; i < len(p.lines) && p.lines[i] != fence; i++ {
			}
			if i == len(p.lines) {
				return nil, fmt.Errorf("line %d: the block does not end", begin)
			}
			if info != "console" {
				p.addFile(info, strings.Join(p.lines[begin:i], "\n")+"\n")
				continue
			}
			if !strings.HasPrefix(p.lines[begin], prompt) {
				return nil, fmt.Errorf("line %d: not a command, which begins with %q", begin+1, prompt)
			}
			p.addSteps(next, begin, i)
			next = step{}
		}
	}
	return p, nil
}

func readComment(line string) (s step, err error) {
	found := comment.FindStringSubmatch(line)
	if found == nil {
		return s, fmt.Errorf(`%s: not a comment such as <!-- step: during="1m" until="^x" -->`, line)
	}
	for _, pair := range setting.FindAllStringSubmatch(found[1], -1) {
		switch key, value := pair[1], pair[2]; key {
		case "during":
			s.during, err = time.ParseDuration(value)
		case "shows":
			s.shows = value
		case "until":
			s.until = value
		default:
			err = fmt.Errorf("no setting %s of a step is known", key)
		}
		if err != nil {
			return s, err
		}
	}
	return s, nil
}

func (p *page) addFile(info, text string) {
	if f := function.FindStringSubmatch(text); info == "sh" && f != nil {
		p.files[f[1]] = "#!/bin/sh\n" + text + f[1] + ` "$@"` + "\n"
	} else if _, name, ok := strings.Cut(info, " "); ok {
		p.files[name] = text
	}
}

// addSteps takes the commands of a block; the first is as said before it.
func (p *page) addSteps(s step, begin, end int) {
	for i := begin; i < end; i++ {
		command, ok := strings.CutPrefix(p.lines[i], prompt)
		if !ok {
			p.steps[len(p.steps)-1].end = i + 1
			continue
		}
		s.line = command
		p.steps = append(p.steps, pageStep{s, i + 1, i + 1})
		s = step{}
	}
}

// with returns the page's text with other outputs, one for each step.
func (p *page) with(outputs [][]string) string {
	var lines []string
	at := 0
	for i, s := range p.steps {
		lines = append(append(lines, p.lines[at:s.begin]...), outputs[i]...)
		at = s.end
	}
	return strings.Join(append(lines, p.lines[at:]...), "\n")
}
