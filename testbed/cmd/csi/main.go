// Command csi is the testbed's CSI driver: copy-on-write volumes with instant snapshots and clones.
package main

import (
	"flag"
	"log"
	"os"
	"path/filepath"

	"csdr.io/testbed/internal/csi"
	"csdr.io/testbed/internal/pool"
)

func main() {
	log.SetFlags(log.Ltime | log.Lmicroseconds)
	driver := csi.Driver{}
	flag.StringVar(&driver.Name, "driver", "", "name of the driver")
	flag.StringVar(&driver.Node, "node", "", "name of the node")
	flag.BoolVar(&driver.Snapshots, "snapshots", true, "take snapshots and make clones")
	dir := flag.String("pool", "", "folder on btrfs that keeps the volumes of all drivers")
	tag := flag.String("tag", "csdr-testbed", "mark of the loop devices")
	kubelet := flag.String("kubelet", "/var/lib/kubelet", "the kubelet's folder")
	flag.Parse()
	if driver.Name == "" || driver.Node == "" || *dir == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	volumes, err := pool.Open(filepath.Join(*dir, driver.Name), *tag)
	if err != nil {
		log.Fatal(err)
	}
	driver.Pool = volumes
	log.Fatal(driver.Serve(*kubelet))
}
