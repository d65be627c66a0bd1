package text

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Seq prints numbers.
func Seq(c *tool.Command) int {
	opts, _ := c.Flags("sf")
	var nums []float64
	var words []string
	for i := 1; i < len(c.Args); i++ {
		if arg := c.Args[i]; arg == "-s" || arg == "-f" {
			i++
		} else if x, err := strconv.ParseFloat(arg, 64); err == nil {
			nums, words = append(nums, x), append(words, arg)
		}
	}
	first, step, last := 1.0, 1.0, 0.0
	switch len(nums) {
	case 1:
		last = nums[0]
	case 2:
		first, last = nums[0], nums[1]
	case 3:
		first, step, last = nums[0], nums[1], nums[2]
	default:
		c.Warn("invalid arguments")
		return 1
	}
	if step == 0 || step != step {
		c.Warn("invalid Zero increment value: '0'")
		return 1
	}
	digits, width := 0, 0
	for _, w := range words {
		if _, frac, ok := strings.Cut(w, "."); ok {
			digits = min(max(digits, len(frac)), 20)
		}
		width = max(width, len(w))
	}
	sep, joined := opts['s']
	for i := 0; ; i++ {
		x := first + float64(i)*step
		if step > 0 && x > last+1e-9 || step < 0 && x < last-1e-9 {
			if joined && i > 0 {
				c.Print("\n")
			}
			return 0
		}
		text := strconv.FormatFloat(x, 'f', digits, 64)
		if opts.Has("w") {
			text = fmt.Sprintf("%0*s", min(width, 64), text)
		}
		if !joined {
			c.Print(text + "\n")
		} else if i > 0 {
			c.Print(sep + text)
		} else {
			c.Print(text)
		}
	}
}
