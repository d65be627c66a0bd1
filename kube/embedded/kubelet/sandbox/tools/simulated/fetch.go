package simulated

import (
	"fmt"
	"path"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/files"
	"github.com/kronoscope/kronoscope/kube/embedded/kubelet/sandbox/tool"
)

// fetch runs curl and wget: -o or -O names the file for the body, -w asks for figures about the transfer.
func fetch(c *tool.Command, outFlag, quietFlag string) int {
	opts, operands := map[string]string{}, []string(nil)
	rest := c.Args[1:]
	for len(rest) > 0 {
		arg := rest[0]
		rest = rest[1:]
		switch {
		case strings.HasPrefix(arg, "--"):
			name, value, has := strings.Cut(arg[2:], "=")
			switch long := fetchLong[name]; {
			case has:
			case long != "" && len(rest) > 0:
				value, rest = rest[0], rest[1:]
			}
			if fetchLong[name] != "" {
				name = fetchLong[name]
			}
			opts[name] = value
		case len(arg) > 1 && arg[0] == '-':
			for i := 1; i < len(arg); i++ {
				letter := arg[i : i+1]
				if strings.Contains("oOwXdHuTAebcmxFU", letter) && (letter != "O" || outFlag == "O") {
					value := arg[i+1:]
					if value == "" && len(rest) > 0 {
						value, rest = rest[0], rest[1:]
					}
					opts[letter] = value
					break
				}
				opts[letter] = ""
			}
		default:
			operands = append(operands, arg)
		}
	}
	if len(operands) == 0 {
		c.Warn("no URL specified")
		return 2
	}
	body := Line(c.Args) + "\n"
	if _, asked := opts["I"]; asked {
		body = "HTTP/1.1 200 OK\r\nServer: simulated\r\n\r\n"
	}
	if _, remote := opts["O"]; remote && outFlag == "o" || outFlag == "O" && opts["O"] == "" {
		opts[outFlag] = path.Base(operands[0])
	}
	if to, ok := opts[outFlag]; ok && to != "-" {
		f, err := c.Open(to, files.Write|files.Create|files.Truncate)
		if err != nil {
			c.Warn("(23) %s: %s", to, files.Message(err))
			return 23
		}
		_, err = f.Write([]byte(body))
		_ = f.Close()
		if err != nil {
			c.Warn("(23) %s: %s", to, files.Message(err))
			return 23
		}
	} else {
		c.Print(body)
	}
	if layout, ok := opts["w"]; ok {
		figures := strings.NewReplacer(
			"%{http_code}", "200", "%{response_code}", "200", "%{time_total}", "0.042", "%{size_download}",
			fmt.Sprint(len(body)), "%{url_effective}", operands[0], "%{num_redirects}", "0", `\n`, "\n", `\t`, "\t",
		)
		c.Print(figures.Replace(layout))
	}
	return 0
}

// fetchLong has the long options that take a value, with their letters.
var fetchLong = map[string]string{
	"output": "o", "write-out": "w", "request": "X", "data": "d", "header": "H", "user": "u", "max-time": "m",
	"connect-timeout": "connect-timeout", "retry": "retry", "retry-delay": "retry-delay", "data-raw": "d",
	"data-binary": "d", "url": "url", "output-document": "O", "user-agent": "A", "form": "F", "cacert": "cacert",
}
