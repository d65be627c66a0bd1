package nextview

import (
	"io"
	"time"

	"github.com/kronoscope/kronoscope/cmd/output"
)

// The shape of -o json, described in the command's help. Fields may be added, never renamed.
type (
	Document struct {
		Schedules []ScheduleJSON `json:"schedules"`
	}
	ScheduleJSON struct {
		Namespace string        `json:"namespace,omitempty"`
		Name      string        `json:"name,omitempty"`
		Suspended bool          `json:"suspended,omitempty"`
		Schedule  string        `json:"schedule"`
		TimeZone  string        `json:"timeZone"`
		Words     string        `json:"words"`
		From      time.Time     `json:"from"`
		Runs      []runJSON     `json:"runs"`
		Warnings  []warningJSON `json:"warnings"`
	}
	runJSON struct {
		At        time.Time `json:"at"`
		Local     time.Time `json:"local"`
		InSeconds int64     `json:"inSeconds"`
		Note      string    `json:"note,omitempty"`
	}
	warningJSON struct {
		Code string    `json:"code"`
		Text string    `json:"text"`
		At   time.Time `json:"at,omitzero"`
	}
)

// WriteJSON writes the outlooks for scripts.
func WriteJSON(out io.Writer, _ string, outlooks []*Outlook, now time.Time) error {
	all := Document{Schedules: []ScheduleJSON{}}
	for _, o := range outlooks {
		s := ScheduleJSON{
			Namespace: o.Namespace, Name: o.Name, Suspended: o.Suspended,
			Schedule: o.Schedule.String(), TimeZone: o.Schedule.Location().String(), Words: o.Schedule.Words(), From: o.from,
			Runs: []runJSON{}, Warnings: []warningJSON{},
		}
		for _, run := range o.runs {
			s.Runs = append(s.Runs, runJSON{
				At: run.At, Local: run.At.Local(), InSeconds: int64(run.At.Sub(now).Round(time.Second) / time.Second), Note: run.Note,
			})
		}
		for _, w := range o.warnings {
			s.Warnings = append(s.Warnings, warningJSON{Code: string(w.Code), Text: w.Text, At: w.At})
		}
		all.Schedules = append(all.Schedules, s)
	}
	return output.JSON(out, all)
}
