package cron

import (
	"fmt"
	"math/bits"
)

// How many times of day are listed one by one: where a rate would do as well, and where nothing else would.
const (
	maxPlainTimes = 2
	maxTimes      = 8
)

// timeWords are the times of day. A rate, such as "every 15 minutes", needs no day beside it when it holds for every day; a time, such
// as "at 02:00", does.
func (f fields) timeWords() (words string, isRate bool) {
	minutes, hours := bits.OnesCount64(f.minutes), bits.OnesCount64(f.hours)
	if f.hours == allHours {
		return f.hourlyWords(), true
	}
	if minutes == 1 {
		if words, ok := f.everyHoursWords(); ok {
			return words, true
		}
	}
	first, last, contiguous := contiguous(f.hours)
	step, start, even := evenMinutes(f.minutes)
	switch {
	case minutes*hours <= maxPlainTimes:
		return "at " + f.listTimes(), false
	case contiguous && even:
		return fmt.Sprintf("%s from %s to %s", everyMinutes(step), clock(first, start), clock(last, 60-step+start)), true
	case contiguous && minutes == 1:
		minute := bits.TrailingZeros64(f.minutes)
		return fmt.Sprintf("every hour from %s to %s", clock(first, minute), clock(last, minute)), true
	case minutes*hours <= maxTimes:
		return "at " + f.listTimes(), false
	}
	of := "of the hours " + list(f.hours, twoDigits, "")
	if contiguous {
		of = fmt.Sprintf("of each hour from %s to %s", twoDigits(first), twoDigits(last))
		if hours == 1 {
			of = "of the hour " + twoDigits(first)
		}
	}
	return f.minuteWords() + " " + of, true
}

// hourlyWords are the minutes of every hour.
func (f fields) hourlyWords() string {
	minutes := bits.OnesCount64(f.minutes)
	if f.minutes == 1 {
		return "every hour"
	}
	step, start, even := evenMinutes(f.minutes)
	switch {
	case even && start == 0:
		return everyMinutes(step)
	case even:
		return fmt.Sprintf("every %d minutes from :%02d of each hour", step, start)
	}
	if first, step, ok := progression(f.minutes); ok && minutes > 3 && step > 1 {
		return fmt.Sprintf("every %d minutes from :%02d to :%02d, starting again each hour", step, first, bits.Len64(f.minutes)-1)
	}
	return "every hour at " + list(f.minutes, pastHour, "")
}

// everyHoursWords is for one minute of hours that divide the day evenly.
func (f fields) everyHoursWords() (string, bool) {
	first, step, ok := progression(f.hours)
	if n := bits.OnesCount64(f.hours); !ok || n < 2 || step*n != 24 || first >= step {
		return "", false
	}
	minute := bits.TrailingZeros64(f.minutes)
	if first == 0 && minute == 0 {
		return fmt.Sprintf("every %d hours", step), true
	}
	return fmt.Sprintf("every %d hours from %s", step, clock(first, minute)), true
}

// minuteWords are the minutes of an hour, for a text in which the hours follow.
func (f fields) minuteWords() string {
	minutes := bits.OnesCount64(f.minutes)
	if f.minutes == allMinutes {
		return "every minute"
	}
	if first, step, ok := progression(f.minutes); ok && minutes > 3 && step > 1 {
		return fmt.Sprintf("every %d minutes from :%02d to :%02d", step, first, bits.Len64(f.minutes)-1)
	}
	return "at " + list(f.minutes, pastHour, "")
}

func (f fields) listTimes() string {
	var times []string
	for hours := f.hours; hours != 0; hours &= hours - 1 {
		for minutes := f.minutes; minutes != 0; minutes &= minutes - 1 {
			times = append(times, clock(bits.TrailingZeros64(hours), bits.TrailingZeros64(minutes)))
		}
	}
	return and(times)
}

// evenMinutes reports whether minutes divide the hour evenly, and so a run of hours: one at every step, from start on.
func evenMinutes(set uint64) (step, start int, ok bool) {
	n := bits.OnesCount64(set)
	start, step, ok = progression(set)
	return step, start, ok && n > 1 && step*n == 60 && start < step
}

func everyMinutes(step int) string {
	if step == 1 {
		return "every minute"
	}
	return fmt.Sprintf("every %d minutes", step)
}

func clock(hour, minute int) string { return fmt.Sprintf("%02d:%02d", hour, minute) }

func pastHour(minute int) string { return fmt.Sprintf(":%02d", minute) }

func twoDigits(n int) string { return fmt.Sprintf("%02d", n) }
