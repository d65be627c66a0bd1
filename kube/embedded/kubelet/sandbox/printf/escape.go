package printf

import (
	"strconv"
	"strings"
)

// Unescape resolves the escapes of echo -e and printf %b. stop reports whether it came to \c, which ends the output.
func Unescape(text string) (res string, stop bool) {
	if strings.IndexByte(text, '\\') < 0 {
		return text, false
	}
	var sb strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			sb.WriteByte(text[i])
			continue
		}
		i++
		digits := func(most, base int) {
			j := i + 1
			for j < len(text) && j <= i+most && strings.IndexByte("0123456789abcdefABCDEF"[:min(22, base+base/16*6)], text[j]) >= 0 {
				j++
			}
			n, _ := strconv.ParseUint(text[i+1:j], base, 32)
			sb.WriteByte(byte(n))
			i = j - 1
		}
		switch c := text[i]; c {
		case 'a':
			sb.WriteByte('\a')
		case 'b':
			sb.WriteByte('\b')
		case 'c':
			return sb.String(), true
		case 'e':
			sb.WriteByte(0x1b)
		case 'f':
			sb.WriteByte('\f')
		case 'n':
			sb.WriteByte('\n')
		case 'r':
			sb.WriteByte('\r')
		case 't':
			sb.WriteByte('\t')
		case 'v':
			sb.WriteByte('\v')
		case '\\':
			sb.WriteByte('\\')
		case '0':
			digits(3, 8)
		case 'x':
			digits(2, 16)
		default:
			sb.WriteByte('\\')
			sb.WriteByte(c)
		}
	}
	return sb.String(), false
}
