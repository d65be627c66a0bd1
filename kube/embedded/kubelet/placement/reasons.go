package placement

// NoNodes is the scheduler's message for a cluster without nodes.
const NoNodes = "no nodes available to schedule pods"

// The scheduler's reasons to refuse a node. It gives those of the first filter that does.
const (
	Unschedulable    = "node(s) were unschedulable"
	Untolerated      = "node(s) had untolerated taint(s)"
	Unmatched        = "node(s) didn't match Pod's node affinity/selector"
	PortsTaken       = "node(s) didn't have free ports for the requested pod ports"
	NotAttracted     = "node(s) didn't match pod affinity rules"
	Repelled         = "node(s) didn't match pod anti-affinity rules"
	RepelledByOthers = "node(s) didn't satisfy existing pods anti-affinity rules"
)
