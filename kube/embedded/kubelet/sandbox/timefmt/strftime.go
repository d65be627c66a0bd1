package timefmt

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// FormatDate formats a time as date(1) does, with GNU's flags -, _, 0 and ^.
func FormatDate(layout string, t time.Time) string {
	var sb strings.Builder
	for i := 0; i < len(layout); i++ {
		if layout[i] != '%' || i+1 == len(layout) {
			sb.WriteByte(layout[i])
			continue
		}
		i++
		flag := byte(0)
		if strings.IndexByte("-_0^", layout[i]) >= 0 && i+1 < len(layout) {
			flag = layout[i]
			i++
		}
		width := 0
		for layout[i] >= '0' && layout[i] <= '9' && i+1 < len(layout) {
			width = min(width*10+int(layout[i]-'0'), 9)
			i++
		}
		if layout[i] == ':' && i+1 < len(layout) && layout[i+1] == 'z' {
			i++
			sb.WriteString(t.Format("-07:00"))
			continue
		}
		text := conversion(layout[i], width, t)
		switch flag {
		case '-':
			if text = strings.TrimLeft(text, "0 "); text == "" {
				text = "0"
			}
		case '_':
			if trimmed := strings.TrimLeft(text, "0"); trimmed != text {
				text = fmt.Sprintf("%*s", len(text), trimmed)
			}
		case '^':
			text = strings.ToUpper(text)
		}
		sb.WriteString(text)
	}
	return sb.String()
}

func conversion(c byte, width int, t time.Time) string {
	hour12 := (t.Hour()+11)%12 + 1
	isoYear, isoWeek := t.ISOWeek()
	switch c {
	case '%':
		return "%"
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case 'a':
		return t.Format("Mon")
	case 'A':
		return t.Weekday().String()
	case 'b', 'h':
		return t.Format("Jan")
	case 'B':
		return t.Month().String()
	case 'c':
		return t.Format("Mon Jan _2 15:04:05 2006")
	case 'C':
		return fmt.Sprintf("%02d", t.Year()/100)
	case 'd':
		return t.Format("02")
	case 'D', 'x':
		return t.Format("01/02/06")
	case 'e':
		return t.Format("_2")
	case 'F':
		return t.Format("2006-01-02")
	case 'g':
		return fmt.Sprintf("%02d", isoYear%100)
	case 'G':
		return strconv.Itoa(isoYear)
	case 'H':
		return t.Format("15")
	case 'I':
		return fmt.Sprintf("%02d", hour12)
	case 'j':
		return fmt.Sprintf("%03d", t.YearDay())
	case 'k':
		return fmt.Sprintf("%2d", t.Hour())
	case 'l':
		return fmt.Sprintf("%2d", hour12)
	case 'm':
		return t.Format("01")
	case 'M':
		return t.Format("04")
	case 'N':
		nano := fmt.Sprintf("%09d", t.Nanosecond())
		if width > 0 {
			nano = nano[:width]
		}
		return nano
	case 'p':
		return t.Format("PM")
	case 'P':
		return strings.ToLower(t.Format("PM"))
	case 'r':
		return t.Format("03:04:05 PM")
	case 'R':
		return t.Format("15:04")
	case 's':
		return strconv.FormatInt(t.Unix(), 10)
	case 'S':
		return t.Format("05")
	case 'T', 'X':
		return t.Format("15:04:05")
	case 'u':
		return strconv.Itoa((int(t.Weekday())+6)%7 + 1)
	case 'U':
		return fmt.Sprintf("%02d", (t.YearDay()+6-int(t.Weekday()))/7)
	case 'V':
		return fmt.Sprintf("%02d", isoWeek)
	case 'w':
		return strconv.Itoa(int(t.Weekday()))
	case 'W':
		return fmt.Sprintf("%02d", (t.YearDay()+6-(int(t.Weekday())+6)%7)/7)
	case 'y':
		return t.Format("06")
	case 'Y':
		return strconv.Itoa(t.Year())
	case 'z':
		return t.Format("-0700")
	case 'Z':
		return t.Format("MST")
	}
	return "%" + string(c)
}
