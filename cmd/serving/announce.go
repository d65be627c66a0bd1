package serving

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/kronoscope/kronoscope/kube/embedded"
	"github.com/kronoscope/kronoscope/kube/embedded/serve"
)

// exposedWarning is printed when other machines can reach the server.
const exposedWarning = "kronoscope: other machines can reach this server: anyone who gets hold of the kubeconfig can do anything on it"

// announce prints how to use the server.
func (s *Request) announce(out io.Writer, plane *embedded.Plane, server *serve.Server, file string) {
	whom := "this machine only"
	if server.Exposed() {
		whom = "other machines too"
	}
	clock := "runs at " + speedText(plane.Clock().Speed())
	if plane.Clock().Paused() {
		clock = "is paused"
	}
	fmt.Fprintf(out, `An embedded control plane answers on %s, for %s.
Its clock shows %s and %s.

    export KUBECONFIG=%s
    kubectl get cronjobs,jobs,pods
    kubectl get --raw %s

%s
`, server.URL(), whom, plane.Clock().Now().Format("2006-01-02 15:04:05 -07:00"), clock, shellQuote(file), serve.ClockPath, s.keptText())
}

// speedText says in words how fast the clock runs.
func speedText(speed float64) string {
	if speed == 0 {
		return "the greatest speed"
	}
	return fmt.Sprintf("%g×", speed)
}

// plainWord matches words that need no quotes in a shell.
var plainWord = regexp.MustCompile(`^[A-Za-z0-9/._+:@%,-]+$`)

// shellQuote quotes the name of a file for a shell where that is needed.
func shellQuote(name string) string {
	if plainWord.MatchString(name) {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}

// keptText says how the server is ended, and what is kept then.
func (s *Request) keptText() string {
	if s.State == "" {
		return "Ctrl-C ends it, and nothing is kept."
	}
	return "Ctrl-C ends it. All changes are kept in " + s.State + ", even if it is killed."
}
