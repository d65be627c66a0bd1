// Package controller holds the controllers of the embedded control plane: Jobs, CronJobs, TTL, garbage collection,
// namespaces and service accounts. A controller enqueues keys on changes, syncs them one at a time, asks package
// scheduler what to do and carries it out through package resource.
//
// It never decides by itself what a Job or CronJob wants, never reads the machine's clock, and keeps no state that must survive a
// restart.
package controller
