// Package scheduler decides what a Job, a CronJob or a TTL wants next, by the rules of upstream's controllers. Objects and the
// current time go in, a plan comes out; a controller carries it out.
//
// It does no I/O, starts no goroutine and reads no clock.
package scheduler
