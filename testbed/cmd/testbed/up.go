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
	"csdr.io/testbed/internal/image"
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
	lock, err := place.Lock()
	if err != nil {
		return home.Cluster{}, err
	}
	defer lock.Close()
	cluster, err := place.Cluster(options.name)
	if err != nil {
		return cluster, err
	}
	recorded, err := cluster.Recorded()
	if err != nil {
		return cluster, err
	}
	if recorded != nil {
		if options.kubernetes != "" && options.kubernetes != recorded.Kubernetes {
			return cluster, fmt.Errorf("cluster %s has Kubernetes %s; run testbed/down %s first", cluster.Name, recorded.Kubernetes, cluster.Name)
		}
		cluster = *recorded
		running, err := cluster.Holds()
		if err != nil || running {
			return cluster, err
		}
	}
	if cluster.Kubernetes == "" {
		cluster.Kubernetes = options.kubernetes
	}
	if cluster.Kubernetes == "" {
		cluster.Kubernetes = toolchain.DefaultKubernetes
	}
	if err := prepare(ctx, place, &cluster); err != nil {
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

// prepare makes everything that a cluster is started from.
func prepare(ctx context.Context, place home.Home, cluster *home.Cluster) error {
	if err := machine.Prepare(ctx, os.Stderr); err != nil {
		return err
	}
	builder := toolchain.Builder{Home: place, Source: os.Getenv("CSDR_TESTBED_SOURCE"), Progress: os.Stderr}
	var err error
	if cluster.Tools, err = builder.Tools(ctx, cluster.Kubernetes); err != nil {
		return err
	}
	if cluster.CRDs, err = builder.CRDs(ctx); err != nil {
		return err
	}
	if err := link(cluster.Tools["kubectl"], filepath.Join(place.Bin(), "kubectl")); err != nil {
		return err
	}
	pause, err := image.Pause(place.Images(), cluster.Tools["pause"], node.SandboxImage)
	if err != nil {
		return fmt.Errorf("making the pause image: %w", err)
	}
	cluster.Images = []string{pause}
	for _, kind := range []string{"tools", "postgres"} {
		archive, err := image.Build(ctx, place.Images(), kind, os.Stderr)
		if err != nil {
			return fmt.Errorf("making the image of kind %s: %w", kind, err)
		}
		cluster.Images = append(cluster.Images, archive)
	}
	if cluster.Index == 0 {
		if cluster.Index, err = freeIndex(place); err != nil {
			return err
		}
	}
	return os.MkdirAll(cluster.Path("log"), 0o755)
}

func link(target, name string) error {
	temporary := name + ".new"
	if err := os.Remove(temporary); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Symlink(target, temporary); err != nil {
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
