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

// Name is the name of the context, the cluster and the user in a kubeconfig of this package.
const Name = "kronoscope"

// ErrForeign reports that the file exists and was not written by this package: it may be the user's own kubeconfig.
var ErrForeign = errors.New("the file exists and is not a kubeconfig of kronoscope serve: choose another file, or remove it")

// Kubeconfig returns a kubeconfig for clients of the server, with a default namespace.
func (s *Server) Kubeconfig(namespace string) *clientcmdapi.Config {
	config := clientcmdapi.NewConfig()
	config.Clusters[Name] = &clientcmdapi.Cluster{Server: s.URL(), CertificateAuthorityData: s.ca}
	config.AuthInfos[Name] = &clientcmdapi.AuthInfo{Token: s.token}
	config.Contexts[Name] = &clientcmdapi.Context{Cluster: Name, AuthInfo: Name, Namespace: namespace}
	config.CurrentContext = Name
	return config
}

// WriteKubeconfig writes the kubeconfig to a file that only this user can read. It replaces an earlier run's kubeconfig or an empty
// file; for any other file it fails with [ErrForeign].
func (s *Server) WriteKubeconfig(file, namespace string) error {
	if err := s.writeKubeconfig(file, namespace); err != nil {
		return fmt.Errorf("write the kubeconfig %s: %w", file, err)
	}
	return nil
}

// CheckKubeconfig returns the error with which [Server.WriteKubeconfig] would fail, as far as reading can show.
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
	// A rename, so that nobody reads half a file, and the mode is right from the first byte.
	temp, err := os.CreateTemp(filepath.Dir(file), ".kubeconfig-")
	if err != nil {
		return err
	}
	defer func() { _ = os.Remove(temp.Name()) }() // fails if the rename succeeded
	_, err = temp.Write(data)
	if err = errors.Join(err, temp.Chmod(0o600), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), file)
}

// RemoveKubeconfig removes the file if it is still this server's.
func (s *Server) RemoveKubeconfig(file string) {
	if data, err := os.ReadFile(file); err == nil && tokenOf(data) == s.token {
		_ = os.Remove(file)
	}
}

// tokenOf returns the token in a kubeconfig of this package, or "" if another program wrote it.
func tokenOf(data []byte) string {
	config, err := clientcmd.Load(data)
	if err != nil || len(config.Clusters) != 1 || len(config.AuthInfos) != 1 || config.Clusters[Name] == nil || config.AuthInfos[Name] == nil {
		return ""
	}
	return config.AuthInfos[Name].Token
}
