// Package planes runs the two control planes that tests compare, each with the same kubelet and in real time: a real one,
// and the embedded one as kronoscope serve serves it.
package planes

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/kronoscope/kronoscope/kube/embedded/kubelet"
)

// Plane is a control plane that answers on loopback.
type Plane struct {
	// Name tells it apart from the other.
	Name string
	// Config reaches it as an administrator.
	Config *rest.Config
}

// patience is how long a plane may take for what should be done at once.
const patience = time.Minute

// kubeletOptions are those of both planes' kubelets.
func kubeletOptions() kubelet.Options { return kubelet.Options{Seed: 1} }

// Namespace makes a namespace, and returns once it has what pods need.
func (p *Plane) Namespace(ctx context.Context, t testing.TB, name string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	core := kubernetes.NewForConfigOrDie(p.Config).CoreV1()
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: name}}
	_, err := core.Namespaces().Create(ctx, namespace, metav1.CreateOptions{})
	if err == nil {
		err = errors.Join(await(ctx, core.ServiceAccounts(name), "default"), await(ctx, core.ConfigMaps(name), "kube-root-ca.crt"))
	}
	if err != nil {
		t.Fatalf("%s: namespace %s: %v", p.Name, name, err)
	}
}

// await returns when there is an object of a name.
func await(ctx context.Context, objects interface {
	Watch(ctx context.Context, opts metav1.ListOptions) (watch.Interface, error)
}, name string,
) error {
	changes, err := objects.Watch(ctx, metav1.ListOptions{FieldSelector: "metadata.name=" + name})
	if err != nil {
		return err
	}
	defer changes.Stop()
	for event := range changes.ResultChan() {
		if event.Type == watch.Added {
			return nil
		}
	}
	return fmt.Errorf("%s did not come", name)
}

// Kubeconfig writes a kubeconfig with a default namespace to a folder, and returns the file.
func (p *Plane) Kubeconfig(t testing.TB, folder, namespace string) string {
	t.Helper()
	c := p.Config
	config := clientcmdapi.NewConfig()
	config.Clusters["plane"] = &clientcmdapi.Cluster{
		Server: c.Host, TLSServerName: c.ServerName, CertificateAuthority: c.CAFile, CertificateAuthorityData: c.CAData,
	}
	config.AuthInfos["admin"] = &clientcmdapi.AuthInfo{Token: c.BearerToken}
	config.Contexts["plane"] = &clientcmdapi.Context{Cluster: "plane", AuthInfo: "admin", Namespace: namespace}
	config.CurrentContext = "plane"
	file := filepath.Join(folder, "kubeconfig")
	if err := clientcmd.WriteToFile(*config, file); err != nil {
		t.Fatal(err)
	}
	return file
}
