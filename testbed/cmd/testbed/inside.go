package main

import (
	"context"
	"fmt"

	"csdr.io/testbed/internal/home"
	"csdr.io/testbed/internal/node"
	"csdr.io/testbed/internal/sandbox"
)

// initialize is the first process of a cluster's namespaces.
func initialize(_ context.Context, args []string) error {
	if len(args) != 1 {
		return usageError(usage)
	}
	cluster, err := recorded(args[0])
	if err != nil {
		return err
	}
	return sandbox.Init(cluster, []string{"/proc/self/exe", "supervise", cluster.Name})
}

// supervise runs the components.
func supervise(_ context.Context, args []string) error {
	if len(args) != 1 {
		return usageError(usage)
	}
	cluster, err := recorded(args[0])
	if err != nil {
		return err
	}
	return node.Supervise(cluster)
}

// recorded returns a cluster that has state, whether it runs or not.
func recorded(name string) (home.Cluster, error) {
	place, err := home.Find()
	if err != nil {
		return home.Cluster{}, err
	}
	cluster, err := place.Cluster(name)
	if err != nil {
		return cluster, err
	}
	found, err := cluster.Recorded()
	if err != nil {
		return cluster, err
	}
	if found == nil {
		return cluster, fmt.Errorf("there is no cluster %s; testbed/up %s starts one", cluster.Name, cluster.Name)
	}
	return *found, nil
}
