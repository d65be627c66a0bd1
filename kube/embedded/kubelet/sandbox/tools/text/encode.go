package text

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"path"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// Base64 encodes and decodes.
func Base64(c *tool.Command) int {
	opts, operands := c.Flags("w")
	return c.EachInput(operands, func(_ string, data []byte) {
		if !opts.Has("d") {
			c.Print(base64.StdEncoding.EncodeToString(data) + "\n")
			return
		}
		plain, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(data)), ""))
		if err != nil {
			c.Warn("invalid input")
		}
		c.Print(string(plain))
	})
}

// Sum prints checksums: md5sum and sha256sum.
func Sum(c *tool.Command) int {
	_, operands := c.Flags("")
	return c.EachInput(operands, func(name string, data []byte) {
		if path.Base(c.Args[0]) == "md5sum" {
			c.Print(fmt.Sprintf("%x  %s\n", md5.Sum(data), name))
		} else {
			c.Print(fmt.Sprintf("%x  %s\n", sha256.Sum256(data), name))
		}
	})
}
