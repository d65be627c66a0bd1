package serving

import (
	"os"
	"path/filepath"

	"github.com/kronoscope/kronoscope/kube/embedded/serve"
)

// writeKubeconfig returns the file's full name, and what removes it.
func (s *Request) writeKubeconfig(server *serve.Server) (file string, remove func(), err error) {
	file = s.Kubeconfig
	if file == "" {
		folder, err := os.MkdirTemp("", "kronoscope-")
		if err != nil {
			return "", nil, err
		}
		file, remove = filepath.Join(folder, "kubeconfig"), func() { _ = os.RemoveAll(folder) }
		if err = server.WriteKubeconfig(file, s.Namespace); err != nil {
			remove()
		}
		return file, remove, err
	}
	if file, err = filepath.Abs(file); err != nil {
		return "", nil, err
	}
	return file, func() { server.RemoveKubeconfig(file) }, server.WriteKubeconfig(file, s.Namespace)
}
