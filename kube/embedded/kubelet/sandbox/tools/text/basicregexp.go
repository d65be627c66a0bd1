package text

import "strings"

// basicRegexp turns a basic regular expression into an extended one, in which \( and ( have each other's meaning.
func basicRegexp(expr string) string {
	var sb strings.Builder
	class := false
	for i := 0; i < len(expr); i++ {
		ch := expr[i]
		switch {
		case class:
			sb.WriteByte(ch)
			class = ch != ']'
		case ch == '[':
			class = true
			sb.WriteByte(ch)
			for i+1 < len(expr) && (expr[i+1] == '^' || expr[i+1] == ']') {
				i++
				if expr[i] == ']' {
					sb.WriteByte('\\')
				}
				sb.WriteByte(expr[i])
				if expr[i] == ']' {
					break
				}
			}
		case ch == '\\' && i+1 < len(expr):
			i++
			switch expr[i] {
			case '(', ')', '{', '}', '|', '+', '?':
				sb.WriteByte(expr[i])
			case '<', '>':
				sb.WriteString(`\b`)
			default:
				sb.WriteByte('\\')
				sb.WriteByte(expr[i])
			}
		case strings.IndexByte("(){}|+?", ch) >= 0, ch == '*' && (i == 0 || expr[i-1] == '^'):
			sb.WriteByte('\\')
			sb.WriteByte(ch)
		default:
			sb.WriteByte(ch)
		}
	}
	return sb.String()
}
