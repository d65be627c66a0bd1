// Package serve puts an API handler on a loopback port for kubectl and any other client: HTTPS with a certificate made at
// start, one bearer token, and the kubeconfig that holds both.
//
// It never listens where another machine could reach it, never answers who does not know the token, and knows nothing of what
// the handler serves.
package serve

import (
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
	// headerPatience and idlePatience bound how long a connection may take for its headers and lie unused, as upstream.
	headerPatience = 32 * time.Second
	idlePatience   = 90 * time.Second
	// stopPatience bounds how long requests may take to end after the server was told to.
	stopPatience = 2 * time.Second
)

// Server is a listening port and what clients need to use it.
type Server struct {
	listener net.Listener
	http     *http.Server
	token    string
	ca       []byte // PEM
}

// Listen opens the port and makes the certificate and the token; requests are answered once [Server.Serve] runs. address is
// host:port as of net.Listen, where the host is of this machine's loopback; port 0 takes a free one.
func Listen(ctx context.Context, address string, handler http.Handler) (*Server, error) {
	addr, err := loopback(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	ca, certificate, err := newCertificate(time.Now(), addr.IP)
	if err != nil {
		return nil, fmt.Errorf("make a certificate: %w", err)
	}
	listener, err := net.ListenTCP("tcp", addr)
	if err != nil {
		return nil, err // it says what and where
	}
	s := &Server{listener: listener, token: rand.Text(), ca: ca}
	s.http = &http.Server{
		Handler: guard{s.token, handler}, ReadHeaderTimeout: headerPatience, IdleTimeout: idlePatience,
		TLSConfig: &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12},
		ErrorLog:  log.New(io.Discard, "", 0), // clients that hang up in a handshake are none of the user's business
	}
	return s, nil
}

// loopback resolves an address, and refuses what is not of this machine alone.
func loopback(ctx context.Context, address string) (*net.TCPAddr, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	number, err := net.DefaultResolver.LookupPort(ctx, "tcp", port)
	if err != nil {
		return nil, err
	}
	if host == "" {
		return nil, errors.New("without a host it would be open to the network: say 127.0.0.1:" + port)
	}
	ips, err := net.DefaultResolver.LookupIP(ctx, "ip", host)
	if err != nil {
		return nil, err
	}
	for _, ip := range ips {
		if !ip.IsLoopback() {
			return nil, fmt.Errorf("%s is not a loopback address: say 127.0.0.1:%s", ip, port)
		}
	}
	return &net.TCPAddr{IP: ips[0], Port: number}, nil
}

// URL is where the server answers.
func (s *Server) URL() string { return "https://" + s.listener.Addr().String() }

// Serve answers requests until ctx ends; then it ends all that are open, watches and logs that are followed included, and closes
// the port. The error is nil when it ended because of ctx.
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

// Close closes the port of a server that was never told to serve.
func (s *Server) Close() error { return s.listener.Close() }
