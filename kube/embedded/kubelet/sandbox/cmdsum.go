package sandbox

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"path"
	"strings"
)

func programBase64(c *command) int {
	opts, operands := c.flags("w")
	return c.eachInput(operands, func(_ string, data []byte) {
		if !opts.has("d") {
			c.print(base64.StdEncoding.EncodeToString(data) + "\n")
			return
		}
		plain, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(string(data)), ""))
		if err != nil {
			c.warn("invalid input")
		}
		c.print(string(plain))
	})
}

func programSum(c *command) int {
	_, operands := c.flags("")
	return c.eachInput(operands, func(name string, data []byte) {
		if path.Base(c.Args[0]) == "md5sum" {
			c.print(fmt.Sprintf("%x  %s\n", md5.Sum(data), name))
		} else {
			c.print(fmt.Sprintf("%x  %s\n", sha256.Sum256(data), name))
		}
	})
}
