package session

import "github.com/kronoscope/kronoscope/kube"

// Target is a cluster to show.
type Target struct {
	Cluster *kube.Cluster
	Opened  func() // called once its objects are on the screen; may be nil
	Stop    func() // called when it is no longer shown; may be nil
	// Greeting is shown at the start, and Notices as they come.
	Greeting []string
	Notices  <-chan string
}
