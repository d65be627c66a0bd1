package session

import "github.com/kronoscope/kronoscope/kube"

// Target is a cluster to show.
type Target struct {
	Cluster *kube.Cluster
	Opened  func() // called once its objects are on the screen; nil for nothing
	Stop    func() // ends what runs it, when it is shown no longer; nil for nothing
	// Greeting is told when it is shown first, and notices while it is.
	Greeting []string
	Notices  <-chan string
}
