package main

import (
	"io"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
)

// quiet keeps client-go from writing over the screen; what matters of it comes back as errors.
func quiet() {
	klog.SetLogger(logr.Discard())
	klog.SetOutput(io.Discard)
}
