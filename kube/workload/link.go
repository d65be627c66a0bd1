package workload

import "time"

// Link is the state of the connection to the cluster, and so how current a snapshot is.
type Link struct {
	State LinkState
	Err   error     // why it is lost; when live, why some objects are missing, such as events that may not be listed; else nil
	Since time.Time // this machine's time at the last change of State
	Retry time.Time // this machine's time at the next try when lost, else zero
}

// LinkState is whether a snapshot is current.
type LinkState int

// The states of a connection.
const (
	LinkConnecting LinkState = iota // not everything has been listed yet
	LinkLive                        // the snapshot is current
	LinkLost                        // the snapshot may be stale; the connection is retried without being asked
)
