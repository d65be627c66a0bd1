package forecast

import (
	"fmt"
	"strconv"
	"strings"
)

// macros are the schedules of the macros whose minute can be moved.
var macros = map[string]string{
	"@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0", "@monthly": "0 0 1 * *",
	"@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
}

// shifts are the minutes to try: round ones first, because the first of equally good ones wins.
var shifts = [...]int{10, 20, 30, 40, 50, 15, 45, 5, 25, 35, 55}

// shifted are the schedules with the same hours and days at other minutes; none where the minutes cannot be moved together.
func shifted(expr string) (others []string) {
	if text, known := macros[strings.TrimSpace(expr)]; known {
		expr = text
	}
	fields := strings.Fields(expr)
	if len(fields) != 5 {
		return nil
	}
	for _, by := range shifts {
		if minutes, ok := shiftedMinutes(fields[0], by); ok {
			others = append(others, strings.Join(append([]string{minutes}, fields[1:]...), " "))
		}
	}
	return others
}

// shiftedMinutes moves a minute, or the minutes of a step that divides the hour evenly.
func shiftedMinutes(field string, by int) (string, bool) {
	if minute, err := strconv.Atoi(field); err == nil {
		return strconv.Itoa((minute + by) % 60), true
	}
	size, isStep := strings.CutPrefix(field, "*/")
	step, err := strconv.Atoi(size)
	if !isStep || err != nil || step < 2 || 60%step != 0 || by >= step {
		return "", false
	}
	return fmt.Sprintf("%d-59/%d", by, step), true
}
