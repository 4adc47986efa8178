package home

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestClusterRefusesNamesThatAreNoNodeName(t *testing.T) {
	place := Home{Root: t.TempDir()}
	for _, name := range []string{"", "-a", "a-", "A", "a_b", "a/b", "..", strings.Repeat("a", 21)} {
		if _, err := place.Cluster(name); err == nil {
			t.Errorf("Cluster(%q) gives no error", name)
		}
	}
	for _, name := range []string{"a", "csdr", "a-1", strings.Repeat("a", 20)} {
		if _, err := place.Cluster(name); err != nil {
			t.Errorf("Cluster(%q): %v", name, err)
		}
	}
}

func TestClustersOfOneNameInDifferentCachesDiffer(t *testing.T) {
	one, err := Home{Root: "/one"}.Cluster("csdr")
	if err != nil {
		t.Fatal(err)
	}
	two, err := Home{Root: "/two"}.Cluster("csdr")
	if err != nil {
		t.Fatal(err)
	}
	if one.ID() == two.ID() || one.Cgroup() == two.Cgroup() {
		t.Errorf("both are %s", one.ID())
	}
}

func TestEveryIndexHasAddressesAndAnInterfaceOfItsOwn(t *testing.T) {
	seen := map[string]int{}
	for index := 1; index <= MaxIndex; index++ {
		cluster := Cluster{Index: index}
		if len(cluster.Interface()) > 15 {
			t.Errorf("interface %s has more than the 15 characters that Linux takes", cluster.Interface())
		}
		if !cluster.PodRange().Contains(cluster.NodePodRange().Addr()) || cluster.PodRange().Bits() >= cluster.NodePodRange().Bits() {
			t.Errorf("%s does not lie in %s", cluster.NodePodRange(), cluster.PodRange())
		}
		for _, own := range []string{cluster.Interface(), cluster.HostIP().String(), cluster.NodeIP().String(), cluster.PodRange().String()} {
			if other, ok := seen[own]; ok {
				t.Errorf("indexes %d and %d both have %s", other, index, own)
			}
			seen[own] = index
		}
	}
}

func TestHoldsWhileTheLockIsOpen(t *testing.T) {
	cluster := Cluster{Name: "a", Dir: t.TempDir()}
	expect := func(want bool) {
		t.Helper()
		if got, err := cluster.Holds(); err != nil || got != want {
			t.Errorf("Holds = %t, %v, want %t", got, err, want)
		}
	}
	expect(false)
	file, err := cluster.Hold()
	if err != nil {
		t.Fatal(err)
	}
	expect(true)
	if second, err := cluster.Hold(); err == nil {
		_ = second.Close()
		t.Error("two hold the same cluster")
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	expect(false)
}

func TestRecordIsReadBack(t *testing.T) {
	place := Home{Root: t.TempDir()}
	cluster, err := place.Cluster("csdr")
	if err != nil {
		t.Fatal(err)
	}
	if recorded, err := cluster.Recorded(); err != nil || recorded != nil {
		t.Fatalf("Recorded = %v, %v before Record", recorded, err)
	}
	cluster.Index, cluster.Kubernetes = 7, "v1.34"
	if err := os.MkdirAll(cluster.Dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := cluster.Record(); err != nil {
		t.Fatal(err)
	}
	all, err := place.Clusters()
	if err != nil || len(all) != 1 || all[0].Index != 7 || all[0].Dir != filepath.Join(place.Root, "clusters", "csdr") {
		t.Errorf("Clusters = %+v, %v", all, err)
	}
}
