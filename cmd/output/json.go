package output

import (
	"encoding/json"
	"io"
)

// JSON writes a value indented, with <, > and & as they are.
func JSON(out io.Writer, value any) error {
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}
