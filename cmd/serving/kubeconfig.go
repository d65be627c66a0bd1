package serving

import (
	"os"
	"path/filepath"

	"github.com/kronoscope/kronoscope/kube/embedded/serve"
)

// writeKubeconfig writes the kubeconfig, and returns the file's absolute name and a function that removes it.
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
