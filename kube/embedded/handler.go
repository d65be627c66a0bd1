package embedded

import "net/http"

// Handler serves the plane's API to a listener. It lets every request do everything, so the caller must decide whom to let in.
func (p *Plane) Handler() http.Handler { return p.server.Handler() }
