package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"

	"csdr.io/testbed/internal/home"
	"csdr.io/testbed/internal/machine"
	"csdr.io/testbed/internal/node"
	"csdr.io/testbed/internal/sandbox"
	"csdr.io/testbed/internal/supervisor"
	"csdr.io/testbed/internal/toolchain"
)

const defaultName = "csdr"

// up starts a cluster, or waits for one that is being started, and prints its kubeconfig's path.
func up(ctx context.Context, args []string) error {
	options, err := parseUp(args)
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
	cluster, err := start(ctx, place, options)
	if err != nil {
		return err
	}
	if err := awaitUp(ctx, cluster); err != nil {
		return err
	}
	fmt.Println(cluster.Kubeconfig())
	return nil
}

// start returns the running cluster, after it set one going where there was none.
func start(ctx context.Context, place home.Home, options upOptions) (home.Cluster, error) {
	cluster, running, err := look(place, options)
	if err != nil || running {
		return cluster, err
	}
	parts, err := prepare(ctx, place, cluster.Kubernetes)
	if err != nil {
		return cluster, err
	}
	lock, err := place.Lock("clusters")
	if err != nil {
		return cluster, err
	}
	defer lock.Close()
	if cluster, running, err = look(place, options); err != nil || running {
		return cluster, err
	}
	cluster.Tools, cluster.CRDs, cluster.Images = parts.tools, parts.crds, parts.images
	if cluster.Index == 0 {
		if cluster.Index, err = freeIndex(place); err != nil {
			return cluster, err
		}
	}
	if err := os.MkdirAll(cluster.Path("log"), 0o755); err != nil {
		return cluster, err
	}
	if err := linkKubectl(place, cluster); err != nil {
		return cluster, err
	}
	if err := sandbox.Sweep(cluster); err != nil {
		return cluster, fmt.Errorf("clearing away what an earlier run left: %w", err)
	}
	if err := cluster.Record(); err != nil {
		return cluster, err
	}
	fmt.Fprintf(os.Stderr, "starting cluster %s, Kubernetes %s\n", cluster.Name, cluster.Kubernetes)
	return cluster, sandbox.Start(cluster)
}

// look finds out what there is of a cluster, and whether it runs.
func look(place home.Home, options upOptions) (cluster home.Cluster, running bool, err error) {
	if cluster, err = place.Cluster(options.name); err != nil {
		return cluster, false, err
	}
	recorded, err := cluster.Recorded()
	if err != nil {
		return cluster, false, err
	}
	if recorded == nil {
		cluster.Kubernetes = options.kubernetes
		if cluster.Kubernetes == "" {
			cluster.Kubernetes = toolchain.DefaultKubernetes
		}
		return cluster, false, nil
	}
	if options.kubernetes != "" && options.kubernetes != recorded.Kubernetes {
		return cluster, false, fmt.Errorf("cluster %s has Kubernetes %s; run testbed/down %s first", cluster.Name, recorded.Kubernetes, cluster.Name)
	}
	running, err = recorded.Holds()
	return *recorded, running, err
}

// parts is what a cluster is started from.
type parts struct {
	tools  map[string]string
	crds   string
	images []string
}

// prepare makes the parts that are missing.
func prepare(ctx context.Context, place home.Home, kubernetes string) (parts, error) {
	made := parts{}
	if err := prepareMachine(ctx, place); err != nil {
		return made, err
	}
	builder := toolchain.Builder{Home: place, Source: os.Getenv("CSDR_TESTBED_SOURCE"), Progress: os.Stderr}
	var err error
	if made.tools, err = builder.Tools(ctx, kubernetes); err != nil {
		return made, err
	}
	if made.crds, err = builder.CRDs(ctx); err != nil {
		return made, err
	}
	pause, err := makePause(place, made.tools["pause"])
	if err != nil {
		return made, err
	}
	made.images = append(made.images, pause)
	for _, kind := range []string{"tools", "postgres"} {
		archive, err := makeImage(ctx, place, kind)
		if err != nil {
			return made, err
		}
		made.images = append(made.images, archive)
	}
	return made, nil
}

func prepareMachine(ctx context.Context, place home.Home) error {
	lock, err := place.Lock("packages")
	if err != nil {
		return err
	}
	defer lock.Close()
	return machine.Prepare(ctx, os.Stderr)
}

// linkKubectl puts kubectl where people find it. The default version's serves the clusters of all supported versions.
func linkKubectl(place home.Home, cluster home.Cluster) error {
	name := filepath.Join(place.Bin(), "kubectl")
	if _, err := os.Stat(name); err == nil && cluster.Kubernetes != toolchain.DefaultKubernetes {
		return nil
	}
	temporary := name + ".new"
	if err := os.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Symlink(cluster.Tools["kubectl"], temporary); err != nil {
		return err
	}
	return os.Rename(temporary, name)
}

// freeIndex finds a number that no cluster of this cache has and no running one of another.
func freeIndex(place home.Home) (int, error) {
	clusters, err := place.Clusters()
	if err != nil {
		return 0, err
	}
	taken := map[int]bool{}
	for _, cluster := range clusters {
		taken[cluster.Index] = true
	}
	for index := 1; index <= home.MaxIndex; index++ {
		if taken[index] {
			continue
		}
		if _, err := net.InterfaceByName(home.InterfaceName(index)); err != nil {
			return index, nil
		}
	}
	return 0, fmt.Errorf("there are %d clusters already", home.MaxIndex)
}

// awaitUp shows what is reached until all is.
func awaitUp(ctx context.Context, cluster home.Cluster) error {
	client := supervisor.NewClient(node.Socket(cluster))
	shown, first := 0, true
	for {
		progress, err := client.Progress(ctx)
		if err != nil {
			running, holdErr := cluster.Holds()
			if holdErr != nil {
				return holdErr
			}
			if !running {
				log, _ := os.ReadFile(cluster.Path("log", "init.log"))
				return fmt.Errorf("cluster %s ended while it started:\n%s", cluster.Name, log)
			}
		}
		if progress.Up && first {
			return nil
		}
		first = false
		for ; shown < len(progress.Lines); shown++ {
			fmt.Fprintln(os.Stderr, progress.Lines[shown])
		}
		if progress.Failure != "" {
			return fmt.Errorf("cluster %s did not come up: %s\nits logs are in %s; testbed/down %s clears it away",
				cluster.Name, progress.Failure, cluster.Path("log"), cluster.Name)
		}
		if progress.Up {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("waiting for cluster %s: %w", cluster.Name, ctx.Err())
		case <-time.After(100 * time.Millisecond):
		}
	}
}
