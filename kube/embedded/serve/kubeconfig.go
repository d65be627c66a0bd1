package serve

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// Name is that of the context, the cluster and the user in a kubeconfig of this package.
const Name = "kronoscope"

// ErrForeign says that a file is there that this package has not written, such as the user's own kubeconfig.
var ErrForeign = errors.New("the file exists and is not a kubeconfig of kronoscope serve: name another, or remove it")

// Kubeconfig lets clients in, with a default namespace.
func (s *Server) Kubeconfig(namespace string) *clientcmdapi.Config {
	config := clientcmdapi.NewConfig()
	config.Clusters[Name] = &clientcmdapi.Cluster{Server: s.URL(), CertificateAuthorityData: s.ca}
	config.AuthInfos[Name] = &clientcmdapi.AuthInfo{Token: s.token}
	config.Contexts[Name] = &clientcmdapi.Context{Cluster: Name, AuthInfo: Name, Namespace: namespace}
	config.CurrentContext = Name
	return config
}

// WriteKubeconfig writes the kubeconfig to a file that only this user can read. It replaces one of an earlier run, or an empty
// file, but no other: [ErrForeign].
func (s *Server) WriteKubeconfig(file, namespace string) error {
	if err := s.writeKubeconfig(file, namespace); err != nil {
		return fmt.Errorf("write the kubeconfig %s: %w", file, err)
	}
	return nil
}

// CheckKubeconfig tells what would keep [Server.WriteKubeconfig] from writing the file, as far as reading can tell.
func CheckKubeconfig(file string) error {
	err := replaceable(file)
	if err == nil {
		_, err = os.Stat(filepath.Dir(file))
	}
	if err != nil {
		return fmt.Errorf("write the kubeconfig %s: %w", file, err)
	}
	return nil
}

func replaceable(file string) error {
	old, err := os.ReadFile(file)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && len(old) > 0 && tokenOf(old) == "":
		return ErrForeign
	}
	return err
}

func (s *Server) writeKubeconfig(file, namespace string) error {
	if err := replaceable(file); err != nil {
		return err
	}
	data, err := clientcmd.Write(*s.Kubeconfig(namespace))
	if err != nil {
		return err
	}
	// Renamed into place, so that nobody reads half of it, and its mode is right from the first byte.
	temp, err := os.CreateTemp(filepath.Dir(file), ".kubeconfig-")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp.Name()) }() // gone already when all went well
	_, err = temp.Write(data)
	if err = errors.Join(err, temp.Chmod(0o600), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), file)
}

// RemoveKubeconfig removes the file if it still lets clients into this server: nobody has use for it once the server has ended.
func (s *Server) RemoveKubeconfig(file string) {
	if data, err := os.ReadFile(file); err == nil && tokenOf(data) == s.token {
		_ = os.Remove(file)
	}
}

// tokenOf is the token in a kubeconfig of this package, empty if it is another's.
func tokenOf(data []byte) string {
	config, err := clientcmd.Load(data)
	if err != nil || len(config.Clusters) != 1 || len(config.AuthInfos) != 1 || config.Clusters[Name] == nil || config.AuthInfos[Name] == nil {
		return ""
	}
	return config.AuthInfos[Name].Token
}
