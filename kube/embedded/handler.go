package embedded

import "net/http"

// Handler serves the plane's API to a listener; it lets everybody do everything, so who calls it must know whom it lets in.
func (p *Plane) Handler() http.Handler { return p.server.Handler() }
