package serve

import (
	"context"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
)

// place is where a server listens, and the names and addresses by which clients reach it.
type place struct {
	network string // as of net.Listen
	addr    *net.TCPAddr
	exposed bool     // other machines can reach it
	names   []string // lower case
	ips     []net.IP
	host    string // for clients; empty for the listener's address
}

// machine is the name and the addresses of a machine.
type machine struct {
	name string
	ips  []net.IP
}

// thisMachine asks the operating system. What it does not know is left out.
func thisMachine() machine {
	name, _ := os.Hostname()
	m := machine{name: strings.ToLower(name)}
	addrs, _ := net.InterfaceAddrs()
	for _, addr := range addrs {
		if ip, ok := addr.(*net.IPNet); ok && ip.IP.IsGlobalUnicast() {
			m.ips = append(m.ips, ip.IP)
		}
	}
	return m
}

// preferred returns the address that most clients can use, or "".
func (m machine) preferred() string {
	ips := slices.Clone(m.ips)
	slices.SortStableFunc(ips, func(a, b net.IP) int { return len(b.To4()) - len(a.To4()) })
	if len(ips) == 0 {
		return ""
	}
	return ips[0].String()
}

// locate resolves an address. Unless expose is set, it refuses one that other machines can reach.
func locate(ctx context.Context, address string, expose bool, m machine) (place, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return place{}, err
	}
	number, err := net.DefaultResolver.LookupPort(ctx, "tcp", port)
	if err != nil {
		return place{}, err
	}
	if host == "" && !expose {
		return place{}, fmt.Errorf("without a host it would be open to the network: use 127.0.0.1:%s, or pass --expose", port)
	}
	p := place{network: "tcp", addr: &net.TCPAddr{Port: number}}
	var ips []net.IP
	if host == "" {
		ips = []net.IP{net.IPv6unspecified}
	} else if ips, err = net.DefaultResolver.LookupIP(ctx, "ip", host); err != nil {
		return place{}, err
	}
	for _, ip := range ips {
		if ip.IsLoopback() {
			continue
		}
		p.exposed = true
		if !expose {
			return place{}, fmt.Errorf("%s is not a loopback address, other machines could reach it: use 127.0.0.1:%s, or pass --expose", ip, port)
		}
	}
	p.addr.IP = ips[0]
	if p.addr.IP.To4() != nil {
		p.network = "tcp4" // otherwise 0.0.0.0 would mean [::]
	}
	named := host != "" && net.ParseIP(host) == nil
	switch {
	case p.addr.IP.IsUnspecified():
		p.ips, p.host = m.ips, m.preferred()
		if m.name != "" {
			p.names = append(p.names, m.name)
		}
	case named && p.exposed:
		p.ips, p.host = ips[:1], host
	default:
		p.ips = ips[:1]
	}
	if named {
		p.names = append(p.names, strings.ToLower(host))
	}
	return p, nil
}

// answersTo reports whether a Host header, with or without a port, names this place. Loopback always does, because ports may be
// forwarded.
func (p place) answersTo(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.TrimSuffix(strings.TrimPrefix(host, "["), "]"))
	if host == "localhost" || slices.Contains(p.names, host) {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && (ip.IsLoopback() || slices.ContainsFunc(p.ips, ip.Equal))
}
