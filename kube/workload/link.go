package workload

import "time"

// Link is the state of the connection.
type Link struct {
	State LinkState
	Err   error     // why it is lost; when live, why a part is not shown, such as events that may not be listed
	Since time.Time // wall-clock time of the last change of State
	Retry time.Time // wall-clock time of the next try, when lost
}

// LinkState says whether what is shown is live.
type LinkState int

// The states of a connection.
const (
	LinkConnecting LinkState = iota
	LinkLive
	LinkLost // what is shown may be stale; retried by itself
)
