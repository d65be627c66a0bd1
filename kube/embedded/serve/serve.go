// Package serve puts an API handler on a port for kubectl and any other client: HTTPS with a certificate made at start, one
// bearer token, and the kubeconfig that holds both. On the same port it serves the plane's clock.
//
// Unless asked to, it never listens where another machine could reach it. It never answers a client without the token, and knows
// nothing of what the handler serves.
package serve

import (
	"cmp"
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"
)

const (
	// headerPatience bounds how long a client may take to send headers, idlePatience how long a connection may be unused; both as
	// upstream.
	headerPatience = 32 * time.Second
	idlePatience   = 90 * time.Second
	// stopPatience bounds how long requests may take to end once the server stops.
	stopPatience = 2 * time.Second
)

// Server is a listening port and what clients need to use it.
type Server struct {
	listener net.Listener
	place    place
	http     *http.Server
	token    string
	ca       []byte // PEM
}

// Options configure where a server listens.
type Options struct {
	// Address is host:port as of net.Listen; port 0 takes a free one. The host is of this machine's loopback unless Expose is set.
	Address string
	// Expose allows an address that other machines can reach. They need the token all the same.
	Expose bool
	// ErrorLog is written the server's own errors, such as handshakes that clients left; nil discards them.
	ErrorLog *log.Logger
}

// Listen opens the port and makes the certificate and the token; requests are answered once [Server.Serve] runs.
func Listen(ctx context.Context, o Options, handler http.Handler) (*Server, error) {
	at, err := locate(ctx, o.Address, o.Expose, thisMachine())
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", o.Address, err)
	}
	ca, certificate, err := newCertificate(time.Now(), at)
	if err != nil {
		return nil, fmt.Errorf("make a certificate: %w", err)
	}
	listener, err := net.ListenTCP(at.network, at.addr)
	if err != nil {
		return nil, err // its message is complete
	}
	s := &Server{listener: listener, place: at, token: rand.Text(), ca: ca}
	s.http = &http.Server{
		Handler: guard{s.token, at, handler}, ReadHeaderTimeout: headerPatience, IdleTimeout: idlePatience,
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12},
		ErrorLog:  cmp.Or(o.ErrorLog, log.New(io.Discard, "", 0)),
	}
	return s, nil
}

// Exposed reports whether other machines can reach the server.
func (s *Server) Exposed() bool { return s.place.exposed }

// URL is the server's address for clients. If it has several, URL returns one that other machines can use.
func (s *Server) URL() string {
	at := s.listener.Addr().String()
	if s.place.host != "" {
		_, port, _ := net.SplitHostPort(at)
		at = net.JoinHostPort(s.place.host, port)
	}
	return "https://" + at
}

// Serve answers requests until ctx ends. Then it ends all open requests, including watches and followed logs, and closes the port.
// The error is nil if it ended because of ctx.
func (s *Server) Serve(ctx context.Context) error {
	requests, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	s.http.BaseContext = func(net.Listener) context.Context { return requests }
	stopped := make(chan struct{})
	detach := context.AfterFunc(ctx, func() {
		defer close(stopped)
		end()
		patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopPatience)
		defer cancel()
		if s.http.Shutdown(patience) != nil {
			_ = s.http.Close()
		}
	})
	err := s.http.ServeTLS(s.listener, "", "")
	if !detach() {
		<-stopped
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve on %s: %w", s.URL(), err)
}

// Close closes the port of a server whose Serve was never called.
func (s *Server) Close() error { return s.listener.Close() }
