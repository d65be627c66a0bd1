// Package scheduler is the pure core: it decides what a Job, a CronJob or a TTL wants next. Objects and the present instant go in, a
// plan comes out. Package cron below it knows schedules, indexes the sets of completion indexes, forecast what is to come.
//
// It does no I/O, starts no goroutine and reads no clock.
package scheduler
