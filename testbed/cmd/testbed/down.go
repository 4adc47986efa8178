package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"csdr.io/testbed/internal/home"
	"csdr.io/testbed/internal/machine"
	"csdr.io/testbed/internal/sandbox"
)

// down ends a cluster. Its state goes too, unless it is to be kept; with purge, everything that was built goes as well.
func down(_ context.Context, args []string) error {
	options, err := parseDown(args)
	if err != nil {
		return err
	}
	if err := machine.Path(); err != nil {
		return err
	}
	place, err := home.Find()
	if err != nil {
		return err
	}
	lock, err := place.Lock("clusters")
	if err != nil {
		return err
	}
	defer lock.Close()
	cluster, err := place.Cluster(options.name)
	if err != nil {
		return err
	}
	recorded, err := cluster.Recorded()
	if err != nil {
		return err
	}
	if recorded != nil {
		cluster = *recorded
		if err := sandbox.Sweep(cluster); err != nil {
			return err
		}
	}
	if options.keep {
		return nil
	}
	if err := os.RemoveAll(cluster.Dir); err != nil {
		return err
	}
	if options.purge {
		return purge(place)
	}
	return nil
}

func purge(place home.Home) error {
	left, err := place.Clusters()
	if err != nil {
		return err
	}
	if len(left) > 0 {
		return fmt.Errorf("cluster %s still has state; builds and images stay until it is down", left[0].Name)
	}
	locks, err := filepath.Glob(filepath.Join(place.Root, "*.lock"))
	if err != nil {
		return err
	}
	// Not the whole folder: somebody may have pointed CSDR_TESTBED_HOME at one that holds other things too.
	for _, path := range append(locks, place.Tools(), place.Images(), place.Bin(), filepath.Join(place.Root, "clusters")) {
		if err := os.RemoveAll(path); err != nil {
			return err
		}
	}
	return nil
}
