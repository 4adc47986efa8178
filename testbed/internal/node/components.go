// Package node describes a cluster of one node: its settings, its components and what is installed into it.
package node

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"

	"csdr.io/testbed/internal/supervisor"
)

// Drivers are the CSI drivers, by name; the value says whether it takes snapshots.
var drivers = map[string]bool{"csi.csdr.io": true, "local.csdr.io": false}

func (f files) components() []supervisor.Component {
	components := []supervisor.Component{
		{
			Name: "etcd",
			Args: []string{f.Tools["etcd"], "--name=" + f.Name, "--data-dir=" + f.Path("etcd"),
				"--listen-client-urls=http://127.0.0.1:2379", "--advertise-client-urls=http://127.0.0.1:2379",
				"--listen-peer-urls=http://127.0.0.1:2380", "--initial-advertise-peer-urls=http://127.0.0.1:2380",
				"--initial-cluster=" + f.Name + "=http://127.0.0.1:2380",
				"--quota-backend-bytes=8589934592", "--auto-compaction-retention=10m", "--log-level=warn",
				// The state need not survive a power cut, and a slow disk would hold up everything.
				"--unsafe-no-fsync"},
			Ready: serves("http://127.0.0.1:2379/health", nil),
		},
		{
			Name:  "containerd",
			Args:  []string{"containerd", "--config=" + f.etc("containerd.toml"), "--log-level=warn"},
			Ready: listens("unix", containerdSocket),
		},
		{Name: "kube-apiserver", Needs: []string{"etcd"}, Args: f.apiserverArgs(), Ready: serves(inside+"/readyz", f.adminTLS())},
		{
			Name:  "kube-controller-manager",
			Needs: []string{"kube-apiserver"},
			Args: []string{f.Tools["kube-controller-manager"], f.config("kubeconfig", "controller-manager"),
				f.config("authentication-kubeconfig", "controller-manager"), f.config("authorization-kubeconfig", "controller-manager"),
				"--root-ca-file=" + f.authority.CertFile, "--service-account-private-key-file=" + f.accountKey,
				"--cluster-signing-cert-file=" + f.authority.CertFile, "--cluster-signing-key-file=" + f.authority.KeyFile,
				"--client-ca-file=" + f.authority.CertFile, "--requestheader-client-ca-file=" + f.frontAuthority.CertFile,
				"--use-service-account-credentials", "--leader-elect=false", "--allocate-node-cidrs",
				"--cluster-cidr=" + f.PodRange().String(), "--node-cidr-mask-size=17",
				"--service-cluster-ip-range=" + ServiceRange, "--kube-api-qps=200", "--kube-api-burst=400", "--bind-address=127.0.0.1"},
			Ready: serves("https://127.0.0.1:10257/healthz", unchecked),
		},
		{
			Name:  "kube-scheduler",
			Needs: []string{"kube-apiserver"},
			Args: []string{f.Tools["kube-scheduler"], f.config("kubeconfig", "scheduler"),
				f.config("authentication-kubeconfig", "scheduler"), f.config("authorization-kubeconfig", "scheduler"),
				"--leader-elect=false", "--kube-api-qps=200", "--kube-api-burst=400", "--bind-address=127.0.0.1"},
			Ready: serves("https://127.0.0.1:10259/healthz", unchecked),
		},
		{
			Name:  "kubelet",
			Needs: []string{"kube-apiserver", "containerd", "pause image"},
			Args: []string{f.Tools["kubelet"], "--config=" + f.etc("kubelet.yaml"), f.config("kubeconfig", "kubelet"),
				"--hostname-override=" + f.Name, "--node-ip=" + f.NodeIP().String(),
				"--node-labels=topology.kubernetes.io/region=testbed,topology.kubernetes.io/zone=testbed-a"},
			Ready: serves("http://127.0.0.1:10248/healthz", nil),
		},
		{
			Name:  "kube-proxy",
			Needs: []string{"kube-apiserver", "node"},
			Args:  []string{f.Tools["kube-proxy"], "--config=" + f.etc("kube-proxy.yaml")},
			Ready: serves("http://127.0.0.1:10256/healthz", nil),
		},
		{
			Name:  "coredns",
			Needs: []string{"kube-apiserver"},
			Args:  []string{f.Tools["coredns"], "-conf=" + f.etc("Corefile")},
			Ready: serves("http://127.0.0.1:8181/ready", nil),
		},
	}
	return append(components, f.storageComponents()...)
}

func (f files) apiserverArgs() []string {
	return []string{f.Tools["kube-apiserver"],
		"--advertise-address=" + f.NodeIP().String(), "--bind-address=0.0.0.0", "--secure-port=6443",
		"--etcd-servers=http://127.0.0.1:2379", "--service-cluster-ip-range=" + ServiceRange, "--allow-privileged",
		"--authorization-mode=Node,RBAC", "--enable-admission-plugins=NodeRestriction",
		"--client-ca-file=" + f.authority.CertFile,
		"--tls-cert-file=" + f.serving.CertFile, "--tls-private-key-file=" + f.serving.KeyFile,
		"--kubelet-certificate-authority=" + f.authority.CertFile,
		"--kubelet-client-certificate=" + f.toKubelet.CertFile, "--kubelet-client-key=" + f.toKubelet.KeyFile,
		"--kubelet-preferred-address-types=InternalIP",
		"--service-account-issuer=https://kubernetes.default.svc.cluster.local",
		"--service-account-key-file=" + f.accountKey, "--service-account-signing-key-file=" + f.accountKey,
		"--requestheader-client-ca-file=" + f.frontAuthority.CertFile, "--requestheader-allowed-names=front-proxy-client",
		"--requestheader-extra-headers-prefix=X-Remote-Extra-", "--requestheader-group-headers=X-Remote-Group",
		"--requestheader-username-headers=X-Remote-User",
		"--proxy-client-cert-file=" + f.front.CertFile, "--proxy-client-key-file=" + f.front.KeyFile,
	}
}

func (f files) config(flag, name string) string { return "--" + flag + "=" + f.etc(name+".kubeconfig") }

// storageComponents are the CSI drivers with what stands between them and the API server.
func (f files) storageComponents() []supervisor.Component {
	limits := []string{"--kubeconfig=" + f.etc("admin.kubeconfig"), "--kube-api-qps=100", "--kube-api-burst=200"}
	components := []supervisor.Component{{
		Name: "snapshot-controller", Needs: []string{"manifests"},
		Args: append([]string{f.Tools["snapshot-controller"]}, limits...),
	}}
	for driver, snapshots := range drivers {
		socket := "/var/lib/kubelet/plugins/" + driver + "/csi.sock"
		sidecar := append([]string{"--csi-address=" + socket, "--extra-create-metadata"}, limits...)
		components = append(components,
			supervisor.Component{
				Name: "driver-" + driver, Needs: []string{"kubelet", "storage pool"},
				Args: []string{f.Tools["csi"], "--driver=" + driver, "--node=" + f.Name, "--pool=" + f.pool(), "--tag=" + f.loopTag(),
					fmt.Sprintf("--snapshots=%t", snapshots)},
				Ready: listens("unix", socket),
			},
			supervisor.Component{
				Name: "provisioner-" + driver, Needs: []string{"manifests", "driver-" + driver},
				Args: append(append([]string{f.Tools["csi-provisioner"]}, sidecar...), "--http-endpoint="),
			})
		if snapshots {
			components = append(components, supervisor.Component{
				Name: "snapshotter-" + driver, Needs: []string{"manifests", "driver-" + driver},
				Args: append([]string{f.Tools["csi-snapshotter"]}, sidecar...),
			})
		}
	}
	return components
}

// unchecked is for servers on loopback that sign their own certificate; nothing secret goes to them.
var unchecked = &tls.Config{InsecureSkipVerify: true}

func (f files) adminTLS() *tls.Config {
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(f.authority.Cert)
	client, err := tls.X509KeyPair(f.admin.Cert, f.admin.Key)
	if err != nil {
		panic(fmt.Sprintf("the administrator's certificate, just made, is unusable: %v", err))
	}
	return &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{client}}
}

// serves reports whether an address answers GET with 200.
func serves(address string, config *tls.Config) func(context.Context) error {
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: config, DisableKeepAlives: true}}
	return func(ctx context.Context) error {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			return err
		}
		response, err := client.Do(request)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return fmt.Errorf("%s answers %s", address, response.Status)
		}
		return nil
	}
}

// listens reports whether somebody accepts connections.
func listens(network, address string) func(context.Context) error {
	return func(ctx context.Context) error {
		connection, err := new(net.Dialer).DialContext(ctx, network, address)
		if err != nil {
			return err
		}
		return connection.Close()
	}
}
