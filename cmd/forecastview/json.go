package forecastview

import (
	"io"
	"time"

	"github.com/kronoscope/kronoscope/cmd/output"
	"github.com/kronoscope/kronoscope/scheduler/forecast"
)

// The shape of -o json, described in the command's help. Fields may be added, never renamed.
type (
	Document struct {
		From        time.Time        `json:"from"`
		To          time.Time        `json:"to"`
		CronJobs    []outlookJSON    `json:"cronJobs"`
		Usage       []usageJSON      `json:"usage"`
		Findings    []findingJSON    `json:"findings"`
		Suggestions []suggestionJSON `json:"suggestions"`
	}
	outlookJSON struct {
		Namespace  string            `json:"namespace"`
		Name       string            `json:"name"`
		Schedule   string            `json:"schedule"`
		TimeZone   string            `json:"timeZone,omitempty"`
		Words      string            `json:"words,omitempty"`
		Suspended  bool              `json:"suspended,omitempty"`
		Error      string            `json:"error,omitempty"`
		Annotated  bool              `json:"annotatedDuration,omitempty"`
		Unknown    bool              `json:"unknownDuration,omitempty"`
		Slots      int               `json:"slots"`
		PodsPerRun int64             `json:"podsPerRun"`
		Counts     CountsJSON        `json:"counts"`
		Runs       []forecastRunJSON `json:"runs"`
		Skips      []skipJSON        `json:"skips"`
	}
	CountsJSON struct {
		Runs     int   `json:"runs"`
		Late     int   `json:"late"`
		Replaced int   `json:"replaced"`
		Exceeds  int   `json:"exceeds"`
		Skipped  int   `json:"skipped"`
		Overlaps int   `json:"overlaps"`
		AtOnce   int   `json:"atOnce"`
		Longest  int64 `json:"longestSeconds"`
	}
	forecastRunJSON struct {
		Slot       time.Time `json:"slot"`
		Start      time.Time `json:"start"`
		End        time.Time `json:"end,omitzero"`
		Fate       string    `json:"fate"`
		Beside     int       `json:"beside,omitempty"`
		InProgress bool      `json:"inProgress,omitempty"`
		ByHand     bool      `json:"byHand,omitempty"`
	}
	skipJSON struct {
		Slot   time.Time `json:"slot"`
		Reason string    `json:"reason"`
		By     time.Time `json:"by,omitzero"`
	}
	usageJSON struct {
		Namespace string     `json:"namespace"`
		Peaks     []peakJSON `json:"peaks"`
	}
	peakJSON struct {
		Resource string      `json:"resource"`
		Amount   string      `json:"amount"`
		At       time.Time   `json:"at,omitzero"`
		By       []shareJSON `json:"by"`
		Quota    *quotaJSON  `json:"quota,omitempty"`
	}
	shareJSON struct {
		CronJob string `json:"cronJob"`
		Runs    int    `json:"runs"`
		Amount  string `json:"amount"`
	}
	quotaJSON struct {
		Name   string    `json:"name"`
		Hard   string    `json:"hard"`
		Others string    `json:"others"`
		Over   int       `json:"over"`
		From   time.Time `json:"from,omitzero"`
		For    int64     `json:"overSeconds"`
	}
	findingJSON struct {
		Code      string    `json:"code"`
		Grave     bool      `json:"grave"`
		Namespace string    `json:"namespace,omitempty"`
		CronJob   string    `json:"cronJob,omitempty"`
		At        time.Time `json:"at,omitzero"`
		Text      string    `json:"text"`
	}
	suggestionJSON struct {
		Namespace string    `json:"namespace"`
		CronJob   string    `json:"cronJob"`
		Schedule  string    `json:"schedule"`
		Instead   string    `json:"instead"`
		Resource  string    `json:"resource"`
		Before    string    `json:"before"`
		After     string    `json:"after"`
		At        time.Time `json:"at"`
	}
)

// WriteJSON writes a forecast for scripts.
func WriteJSON(out io.Writer, _ string, f *forecast.Forecast, zone *time.Location) error {
	result := Document{From: f.From.In(zone), To: f.To.In(zone), CronJobs: []outlookJSON{}, Usage: []usageJSON{}, Findings: []findingJSON{}, Suggestions: []suggestionJSON{}}
	for i := range f.CronJobs {
		result.CronJobs = append(result.CronJobs, outlookOf(&f.CronJobs[i]))
	}
	for _, u := range f.Usage {
		usage := usageJSON{Namespace: u.Namespace, Peaks: []peakJSON{}}
		for _, p := range u.Peaks {
			usage.Peaks = append(usage.Peaks, peakOf(f, p, zone))
		}
		result.Usage = append(result.Usage, usage)
	}
	for _, found := range f.Findings {
		result.Findings = append(result.Findings, findingJSON{
			Code: string(found.Code), Grave: found.Grave, Namespace: found.Namespace, CronJob: nameIn(f, found.CronJob), At: inZone(found.At, zone), Text: found.Text,
		})
	}
	for _, s := range f.Suggestions {
		result.Suggestions = append(result.Suggestions, suggestionJSON{
			Namespace: f.CronJobs[s.CronJob].CronJob.Namespace, CronJob: nameIn(f, s.CronJob), Schedule: s.Schedule, Instead: s.Instead,
			Resource: string(s.Resource), Before: s.Before.String(), After: s.After.String(), At: s.At.In(zone),
		})
	}
	return output.JSON(out, result)
}

func outlookOf(o *forecast.Outlook) outlookJSON {
	t := o.Tally()
	result := outlookJSON{
		Namespace: o.CronJob.Namespace, Name: o.CronJob.Name, Schedule: o.CronJob.Spec.Schedule, Suspended: o.Suspended,
		Annotated: o.Annotated, Unknown: o.Unknown,
		Slots: o.Slots, PodsPerRun: o.PodsPerRun, Runs: []forecastRunJSON{}, Skips: []skipJSON{},
		Counts: CountsJSON{
			Runs: t.Runs, Late: t.Late, Replaced: t.Replaced, Exceeds: t.Exceeds, Skipped: t.Skipped, Overlaps: t.Overlaps, AtOnce: t.AtOnce,
			Longest: int64(t.Longest / time.Second),
		},
	}
	zone := o.Schedule.Location()
	if o.Err != nil {
		result.Error = o.Err.Error()
	} else {
		result.TimeZone, result.Words = zone.String(), o.Schedule.Words()
	}
	for _, run := range o.Runs {
		result.Runs = append(result.Runs, forecastRunJSON{
			Slot: run.Slot.In(zone), Start: run.Start.In(zone), End: inZone(run.End, zone), Fate: string(run.Fate), Beside: run.Overlapping, InProgress: run.InProgress, ByHand: run.Manual,
		})
	}
	for _, skip := range o.Skips {
		s := skipJSON{Slot: skip.Slot.In(zone), Reason: string(skip.Reason)}
		if skip.By >= 0 {
			s.By = o.Runs[skip.By].Slot.In(zone)
		}
		result.Skips = append(result.Skips, s)
	}
	return result
}

func peakOf(f *forecast.Forecast, p forecast.Peak, zone *time.Location) peakJSON {
	result := peakJSON{Resource: string(p.Resource), Amount: p.Amount.String(), At: inZone(p.At, zone), By: []shareJSON{}}
	for _, share := range p.By {
		result.By = append(result.By, shareJSON{nameIn(f, share.CronJob), share.Runs, share.Amount.String()})
	}
	if l := p.Limit; l != nil {
		result.Quota = &quotaJSON{l.Quota, l.Hard.String(), l.Others.String(), l.Over, inZone(l.From, zone), int64(l.OverTime / time.Second)}
	}
	return result
}

// nameIn is the name of a CronJob of the forecast, "" for none.
func nameIn(f *forecast.Forecast, cronJob int) string {
	if cronJob < 0 {
		return ""
	}
	return f.CronJobs[cronJob].CronJob.Name
}

// inZone keeps a zero time zero.
func inZone(t time.Time, zone *time.Location) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(zone)
}
