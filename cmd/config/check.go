package config

import (
	"fmt"
	"strings"
)

// Check reads a configuration file alone. The error is fs.ErrNotExist, or an [Errors] with everything that is wrong.
func Check(name string) error {
	_, problems, err := readFile(name, Options())
	if err == nil && len(problems) > 0 {
		return problems
	}
	return err
}

// Find returns the options with these keys, or below them as log.level is below log; without keys, all.
func Find(keys ...string) ([]Option, error) {
	if len(keys) == 0 {
		return Options(), nil
	}
	var found []Option
	for _, key := range keys {
		var known []string
		before := len(found)
		for _, o := range Options() {
			known = append(known, o.Key)
			if o.Key == key || strings.HasPrefix(o.Key, key+".") {
				found = append(found, o)
			}
		}
		if len(found) == before {
			return nil, fmt.Errorf("there is no option %q%s", key, suggest(key, known))
		}
	}
	return found, nil
}
