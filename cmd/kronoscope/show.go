package main

import (
	"context"
	"errors"
	"io"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/go-logr/logr"
	"k8s.io/klog/v2"

	"github.com/kronoscope/kronoscope/kube"
	"github.com/kronoscope/kronoscope/tui"
)

// stopPatience bounds how long leaving waits for streams and watches to end.
const stopPatience = 500 * time.Millisecond

// show runs the terminal program on a cluster until the user leaves.
func show(ctx context.Context, f *flags, cluster *kube.Cluster) error {
	stopWatchdog := startWatchdog()
	defer stopWatchdog()
	inventory := kube.NewInventory(cluster)
	defer waitAtMost(stopPatience, inventory.Stop)
	err := tui.Run(ctx, tui.Options{Cluster: cluster, Inventory: inventory, Theme: f.theme, NoColor: noColor()})
	if err == nil || errors.Is(err, tea.ErrInterrupted) {
		return err
	}
	return &exitError{exitFailed, err}
}

// waitAtMost lets stop run, and goes on without it when it takes long: the process ends anyway.
func waitAtMost(patience time.Duration, stop func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		stop()
	}()
	select {
	case <-done:
	case <-time.After(patience):
	}
}

// quiet keeps client-go from writing over the screen; what matters of it comes back as errors.
func quiet() {
	klog.SetLogger(logr.Discard())
	klog.SetOutput(io.Discard)
}
