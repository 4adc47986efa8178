// Package home knows where everything of the testbed lies: builds, images and the state of each cluster.
package home

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
)

// Home is the cache folder. Nothing of the testbed is written outside of it.
type Home struct{ Root string }

// Find returns the folder that the environment names.
func Find() (Home, error) {
	root := os.Getenv("CSDR_TESTBED_HOME")
	if root == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			return Home{}, fmt.Errorf("finding the cache folder: %w (set CSDR_TESTBED_HOME)", err)
		}
		root = filepath.Join(cache, "csdr-testbed")
	}
	root, err := filepath.Abs(root)
	if err != nil {
		return Home{}, err
	}
	// A cluster sees folders of its own in these places, so the cache would vanish from its view.
	for _, hidden := range []string{"/run/", "/var/run/", "/proc/", "/sys/", "/dev/", "/var/lib/", "/var/log/"} {
		if strings.HasPrefix(root+"/", hidden) {
			return Home{}, fmt.Errorf("CSDR_TESTBED_HOME is %s: it must not lie below %s", root, hidden)
		}
	}
	return Home{Root: root}, os.MkdirAll(root, 0o755)
}

// Bin holds the programs meant for people: testbed and kubectl.
func (h Home) Bin() string { return filepath.Join(h.Root, "bin") }

// Tools holds one folder for each build of a tool set.
func (h Home) Tools() string { return filepath.Join(h.Root, "tools") }

// Images holds image archives.
func (h Home) Images() string { return filepath.Join(h.Root, "images") }

// Lock lets one process at a time do what the name stands for. Closing the file unlocks.
func (h Home) Lock(name string) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(h.Root, name+".lock"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := flock(file, syscall.LOCK_EX); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("locking %s: %w", file.Name(), err)
	}
	return file, nil
}

func flock(file *os.File, how int) error {
	for {
		err := syscall.Flock(int(file.Fd()), how)
		if !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

// MaxIndex bounds a cluster's Index: it is the third byte of its addresses.
const MaxIndex = 99

// Cluster is what a cluster is made of; it is kept as cluster.json in its folder.
type Cluster struct {
	Name string `json:"name"`
	// Dir is the folder with all of the cluster's state.
	Dir string `json:"dir"`
	// Index tells the clusters of one machine apart: interface names and addresses come from it.
	Index int `json:"index"`
	// Tools maps a program's name to its path.
	Tools map[string]string `json:"tools"`
	// CRDs is a folder with custom resource definitions to install.
	CRDs string `json:"crds"`
	// Images are the archives loaded at start.
	Images []string `json:"images"`
	// Kubernetes is the version of the cluster, such as v1.34.
	Kubernetes string `json:"kubernetes"`
}

var validName = regexp.MustCompile(`^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$`)

// Cluster returns the cluster of that name as far as its name determines it.
func (h Home) Cluster(name string) (Cluster, error) {
	if !validName.MatchString(name) {
		return Cluster{}, fmt.Errorf("cluster name %q: use up to 20 lower-case letters, digits and dashes", name)
	}
	return Cluster{Name: name, Dir: filepath.Join(h.Root, "clusters", name)}, nil
}

// Clusters returns what is recorded of all clusters that have state.
func (h Home) Clusters() ([]Cluster, error) {
	entries, err := os.ReadDir(filepath.Join(h.Root, "clusters"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var clusters []Cluster
	for _, entry := range entries {
		cluster, err := h.Cluster(entry.Name())
		if err != nil {
			continue
		}
		recorded, err := cluster.Recorded()
		if err != nil {
			return nil, err
		}
		if recorded != nil {
			clusters = append(clusters, *recorded)
		}
	}
	return clusters, nil
}

// Recorded returns what cluster.json says, or nil where there is none.
func (c Cluster) Recorded() (*Cluster, error) {
	data, err := os.ReadFile(c.Path("cluster.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	recorded := Cluster{}
	if err := json.Unmarshal(data, &recorded); err != nil {
		return nil, fmt.Errorf("%s: %w", c.Path("cluster.json"), err)
	}
	return &recorded, nil
}

// Record writes cluster.json.
func (c Cluster) Record() error {
	data, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	temporary := c.Path("cluster.json.new")
	if err := os.WriteFile(temporary, append(data, '\n'), 0o644); err != nil {
		return err
	}
	return os.Rename(temporary, c.Path("cluster.json"))
}

// Path names a file of the cluster's state.
func (c Cluster) Path(elements ...string) string {
	return filepath.Join(append([]string{c.Dir}, elements...)...)
}

// ID is unique on this machine, even among clusters of other cache folders.
func (c Cluster) ID() string {
	sum := sha256.Sum256([]byte(c.Dir))
	return c.Name + "-" + hex.EncodeToString(sum[:3])
}

// Cgroup is the parent of all control groups of the cluster, below each hierarchy's root.
func (c Cluster) Cgroup() string { return "/csdr-testbed-" + c.ID() }

// Interface is the host's end of the wire to the cluster.
func (c Cluster) Interface() string { return InterfaceName(c.Index) }

// InterfaceName is the Interface of the cluster with that index.
func InterfaceName(index int) string { return fmt.Sprintf("csdr-tb%d", index) }

// The addresses lie in 198.18.0.0/15, which is set aside for benchmarks and so used nowhere else.

// HostIP is the host as the cluster sees it.
func (c Cluster) HostIP() netip.Addr { return netip.AddrFrom4([4]byte{198, 18, byte(c.Index), 1}) }

// NodeIP is the cluster's node and API server as the host sees it.
func (c Cluster) NodeIP() netip.Addr { return netip.AddrFrom4([4]byte{198, 18, byte(c.Index), 2}) }

// PodRange holds all addresses of pods.
func (c Cluster) PodRange() netip.Prefix {
	return netip.PrefixFrom(netip.AddrFrom4([4]byte{10, byte(128 + c.Index), 0, 0}), 16)
}

// NodePodRange is the part of PodRange that the single node hands out.
func (c Cluster) NodePodRange() netip.Prefix {
	return netip.PrefixFrom(c.PodRange().Addr(), 17)
}

// Kubeconfig is the administrator's.
func (c Cluster) Kubeconfig() string { return c.Path("kubeconfig") }

// Holds reports whether a running cluster holds its lock: the kernel lets go of it when the cluster's first process ends, however it ends.
func (c Cluster) Holds() (bool, error) {
	file, err := os.OpenFile(c.Path("alive"), os.O_RDWR, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer file.Close()
	err = flock(file, syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return true, nil
	}
	return false, err
}

// Hold takes the lock that Holds looks at and keeps it for the life of the process that inherits the file.
func (c Cluster) Hold() (*os.File, error) {
	file, err := os.OpenFile(c.Path("alive"), os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if err := flock(file, syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		_ = file.Close()
		return nil, fmt.Errorf("cluster %s is held by a running process: %w", c.Name, err)
	}
	return file, nil
}
