package node

import (
	"embed"
	"fmt"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"text/template"
	"time"

	"csdr.io/testbed/internal/home"
	"csdr.io/testbed/internal/machine"
	"csdr.io/testbed/internal/pki"
)

//go:embed templates
var templates embed.FS

// Addresses inside the cluster; its network namespace keeps those of several clusters apart.
const (
	ServiceRange = "10.96.0.0/16"
	DNSAddress   = "10.96.0.10"
)

// SandboxImage holds a pod's namespaces open.
const SandboxImage = "localhost/csdr-pause:1"

// Containerd's socket in the cluster's view of the machine.
const containerdSocket = "/run/containerd/containerd.sock"

// files are the certificates, keys and settings of a cluster.
type files struct {
	home.Cluster
	// started is when the supervisor began.
	started                   time.Time
	authority, frontAuthority *pki.Authority
	serving, kubeletServing   pki.Pair
	toKubelet, front, admin   pki.Pair
	accountKey                string
}

func (f files) etc(name string) string { return f.Path("etc", name) }

// inside is the API server for everything that runs in the cluster's own network namespace.
const inside = "https://127.0.0.1:6443"

// Write makes certificates and settings that are missing, and the settings anew.
func writeFiles(cluster home.Cluster) (files, error) {
	f := files{Cluster: cluster, started: time.Now()}
	if err := f.certify(); err != nil {
		return f, fmt.Errorf("making certificates: %w", err)
	}
	for _, name := range []string{"kubelet.yaml", "kube-proxy.yaml", "containerd.toml", "cni/10-csdr.conflist", "Corefile", "resolv.conf"} {
		if err := f.render(name); err != nil {
			return f, err
		}
	}
	return f, nil
}

func (f *files) certify() error {
	dir := f.Path("pki")
	var err error
	if f.authority, err = pki.LoadAuthority(dir, "ca"); err != nil {
		return err
	}
	if f.frontAuthority, err = pki.LoadAuthority(dir, "front-proxy-ca"); err != nil {
		return err
	}
	if f.accountKey, err = pki.SigningKey(dir, "service-account"); err != nil {
		return err
	}
	loopback := netip.AddrFrom4([4]byte{127, 0, 0, 1})
	issues := []struct {
		target    *pki.Pair
		authority *pki.Authority
		name      string
		subject   pki.Subject
	}{
		{&f.serving, f.authority, "apiserver", pki.Subject{CommonName: "kube-apiserver",
			Names: []string{"kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
				"localhost", f.Name},
			Addresses: []netip.Addr{f.NodeIP(), loopback, netip.MustParsePrefix(ServiceRange).Addr().Next()}}},
		{&f.kubeletServing, f.authority, "kubelet-serving", pki.Subject{CommonName: "system:node:" + f.Name,
			Organizations: []string{"system:nodes"}, Names: []string{f.Name}, Addresses: []netip.Addr{f.NodeIP(), loopback}}},
		{&f.toKubelet, f.authority, "apiserver-kubelet-client", pki.Subject{CommonName: "kube-apiserver-kubelet-client",
			Organizations: []string{"system:masters"}}},
		{&f.front, f.frontAuthority, "front-proxy-client", pki.Subject{CommonName: "front-proxy-client"}},
		{&f.admin, f.authority, "admin", pki.Subject{CommonName: "kubernetes-admin", Organizations: []string{"system:masters"}}},
	}
	for _, issue := range issues {
		if *issue.target, err = issue.authority.Issue(dir, issue.name, issue.subject); err != nil {
			return err
		}
	}
	return f.kubeconfigs()
}

// kubeconfigs writes one for each component and, last, the administrator's for the outside.
func (f *files) kubeconfigs() error {
	subjects := map[string]pki.Subject{
		"controller-manager": {CommonName: "system:kube-controller-manager"},
		"scheduler":          {CommonName: "system:kube-scheduler"},
		"kube-proxy":         {CommonName: "system:kube-proxy"},
		"kubelet":            {CommonName: "system:node:" + f.Name, Organizations: []string{"system:nodes"}},
	}
	for name, subject := range subjects {
		pair, err := f.authority.Issue(f.Path("pki"), name, subject)
		if err != nil {
			return err
		}
		if err := pki.Kubeconfig(f.etc(name+".kubeconfig"), f.Name, inside, f.authority, pair); err != nil {
			return err
		}
	}
	if err := pki.Kubeconfig(f.etc("admin.kubeconfig"), f.Name, inside, f.authority, f.admin); err != nil {
		return err
	}
	return pki.Kubeconfig(f.Kubeconfig(), f.Name, fmt.Sprintf("https://%s:6443", f.NodeIP()), f.authority, f.admin)
}

// settings is what the templates may ask for.
type settings struct {
	Name, Cgroup, Dir, Etc          string
	NodeIP, Pods, NodePods          string
	Containerd, Sandbox, CNIPlugins string
	Authority, KubeletCert          string
	KubeletKey, DNS                 string
}

func (f *files) settings() settings {
	return settings{
		Name: f.Name, Cgroup: f.Cgroup(), Dir: f.Dir, Etc: f.Path("etc"),
		NodeIP: f.NodeIP().String(), Pods: f.PodRange().String(), NodePods: f.NodePodRange().String(),
		Containerd: containerdSocket, Sandbox: SandboxImage, CNIPlugins: machine.CNIPlugins,
		Authority: f.authority.CertFile, KubeletCert: f.kubeletServing.CertFile,
		KubeletKey: f.kubeletServing.KeyFile, DNS: DNSAddress,
	}
}

func (f *files) render(name string) error {
	text, err := expand("templates/"+name, f.settings())
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(f.etc(name)), 0o755); err != nil {
		return err
	}
	return os.WriteFile(f.etc(name), []byte(text), 0o644)
}

func expand(name string, settings settings) (string, error) {
	parsed, err := template.New(filepath.Base(name)).Option("missingkey=error").ParseFS(templates, name)
	if err != nil {
		return "", err
	}
	var text strings.Builder
	if err := parsed.Execute(&text, settings); err != nil {
		return "", err
	}
	return text.String(), nil
}
