package serve

import (
	"context"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"
)

// place is where a server listens, and by what it is reached there.
type place struct {
	network string // as of net.Listen
	addr    *net.TCPAddr
	exposed bool     // other machines reach it
	names   []string // lower case
	ips     []net.IP
	host    string // what clients are told; empty for the address of the listener
}

// machine is what the present one is called and reached at.
type machine struct {
	name string
	ips  []net.IP
}

// thisMachine asks the system. What it does not tell is left out.
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

// preferred is the address that most clients can use.
func (m machine) preferred() string {
	ips := slices.Clone(m.ips)
	slices.SortStableFunc(ips, func(a, b net.IP) int { return len(b.To4()) - len(a.To4()) })
	if len(ips) == 0 {
		return ""
	}
	return ips[0].String()
}

// locate resolves an address, and refuses one that is not of this machine alone unless it is to be exposed.
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
		return place{}, fmt.Errorf("without a host it would be open to the network: say 127.0.0.1:%s, or mean it with --expose", port)
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
			return place{}, fmt.Errorf("%s is not a loopback address, other machines could reach it: say 127.0.0.1:%s, or mean it with --expose", ip, port)
		}
	}
	p.addr.IP = ips[0]
	if p.addr.IP.To4() != nil {
		p.network = "tcp4" // else 0.0.0.0 would be taken for [::]
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

// answersTo says that a Host header, with or without a port, names this place. Loopback always does, for ports are forwarded.
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
