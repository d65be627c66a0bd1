package clock

// The grace of tasks that compute, as the wall counts it.
const (
	GraceTick  = graceTick
	GraceTicks = graceTicks
)
