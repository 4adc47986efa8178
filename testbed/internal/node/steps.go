package node

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/sys/unix"

	"csdr.io/testbed/internal/home"
	"csdr.io/testbed/internal/loop"
	"csdr.io/testbed/internal/sandbox"
	"csdr.io/testbed/internal/supervisor"
)

// PoolSize is how much all volumes and snapshots of a cluster may hold. The file behind it is sparse.
const PoolSize = 64 << 30

// Supervise runs a cluster inside its sandbox; it does not return while the cluster lives.
func Supervise(cluster home.Cluster) error {
	f, err := writeFiles(cluster)
	if err != nil {
		return err
	}
	s := supervisor.New(f.components(), f.steps(), f.Path("log"))
	go func() {
		// The failure is kept for those who ask, and the components stay for a look at them.
		if err := s.Bring(context.Background()); err != nil {
			fmt.Fprintln(os.Stderr, "bringing the cluster up:", err)
		}
	}()
	return s.Serve(Socket(cluster), f.importImage)
}

// Socket is where the supervisor of a cluster takes orders.
func Socket(cluster home.Cluster) string { return cluster.Path("control.sock") }

func (f files) steps() []supervisor.Step {
	steps := []supervisor.Step{
		{Name: "storage pool", Do: f.mountPool},
		{Name: "pause image", Needs: []string{"containerd"}, Do: func(ctx context.Context) error { return f.importFile(ctx, f.Images[0]) }},
		{Name: "manifests", Needs: []string{"kube-apiserver"}, Do: f.applyManifests},
		{Name: "node", Needs: []string{"kubelet"}, Do: func(ctx context.Context) error {
			return f.kubectl(ctx, "wait", "--for=create", "node/"+f.Name, "--timeout=60s")
		}},
		{Name: "node ready", Needs: []string{"node", "kube-controller-manager"}, Do: f.awaitNodeReady},
		{Name: "service account", Needs: []string{"kube-controller-manager"}, Do: func(ctx context.Context) error {
			return f.kubectl(ctx, "wait", "--for=create", "serviceaccount/default", "--namespace=default", "--timeout=60s")
		}},
		{Name: "images", Needs: []string{"node ready"}, Do: f.importImages},
	}
	for driver := range drivers {
		steps = append(steps, supervisor.Step{Name: driver + " registered", Needs: []string{"driver-" + driver, "node ready"},
			Do: func(ctx context.Context) error { return f.awaitRegistration(ctx, driver) }})
	}
	return steps
}

func (f files) pool() string { return f.Path("pool") }

func (f files) loopTag() string { return sandbox.LoopTag(f.Cluster) }

// mountPool mounts the btrfs that all volumes lie on, and makes it first in a new cluster.
func (f files) mountPool(ctx context.Context) error {
	image := f.Path("pool.img")
	if _, err := os.Stat(image); errors.Is(err, fs.ErrNotExist) {
		temporary := image + ".new"
		if err := os.WriteFile(temporary, nil, 0o600); err != nil {
			return err
		}
		if err := os.Truncate(temporary, PoolSize); err != nil {
			return err
		}
		if err := execute(ctx, "mkfs.btrfs", "--quiet", "--label", "csdr-testbed", temporary); err != nil {
			return err
		}
		if err := os.Rename(temporary, image); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(f.pool(), 0o755); err != nil {
		return err
	}
	device, err := loop.Attach(image, loop.Options{Tag: f.loopTag(), Autoclear: true})
	if err != nil {
		return err
	}
	defer device.Close()
	if err := unix.Mount(device.Name(), f.pool(), "btrfs", unix.MS_NOATIME, "discard=async,user_subvol_rm_allowed"); err != nil {
		return fmt.Errorf("mounting %s: %w", image, err)
	}
	return nil
}

// applyManifests installs what the cluster consists of beside its components. Applying the same again changes nothing.
func (f files) applyManifests(ctx context.Context) error {
	dir := f.etc("manifests")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, name := range []string{"dns.yaml", "storage.yaml"} {
		if err := f.render("manifests/" + name); err != nil {
			return err
		}
	}
	if err := f.kubectl(ctx, "apply", "--server-side", "--force-conflicts", "--filename="+f.CRDs); err != nil {
		return err
	}
	if err := f.kubectl(ctx, "wait", "--for=condition=Established", "--timeout=60s",
		"crd/volumesnapshotclasses.snapshot.storage.k8s.io", "crd/volumesnapshotcontents.snapshot.storage.k8s.io"); err != nil {
		return err
	}
	return f.kubectl(ctx, "apply", "--server-side", "--force-conflicts", "--filename="+dir)
}

// awaitNodeReady waits until the kubelet reports the node as ready. In a cluster that was started again, an older report may stand.
func (f files) awaitNodeReady(ctx context.Context) error {
	const condition = `{.status.conditions[?(@.type=="Ready")]`
	for {
		out, err := f.query(ctx, "get", "node", f.Name, "--output=jsonpath="+condition+".status} "+condition+".lastHeartbeatTime}")
		status, heartbeat, _ := strings.Cut(out, " ")
		reported, parseErr := time.Parse(time.RFC3339, heartbeat)
		if err == nil && parseErr == nil && status == "True" && !reported.Before(f.started.Truncate(time.Second)) {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("the kubelet reports %q: %w", out, ctx.Err()), err)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// awaitRegistration waits until the scheduler knows that the node has the driver.
func (f files) awaitRegistration(ctx context.Context, driver string) error {
	for {
		out, err := f.query(ctx, "get", "csinode", f.Name, "--ignore-not-found", "--output=jsonpath={.spec.drivers[*].name}")
		if err == nil && strings.Contains(" "+out+" ", " "+driver+" ") {
			return nil
		}
		select {
		case <-ctx.Done():
			return errors.Join(fmt.Errorf("the kubelet does not register the driver: %w", ctx.Err()), err)
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func (f files) importImages(ctx context.Context) error {
	for _, archive := range f.Images[1:] {
		if err := f.importFile(ctx, archive); err != nil {
			return err
		}
	}
	return nil
}

// importFile loads an archive unless this very archive was loaded before.
func (f files) importFile(ctx context.Context, archive string) error {
	info, err := os.Stat(archive)
	if err != nil {
		return err
	}
	mark := f.Path("containerd", "loaded-"+filepath.Base(archive))
	identity := fmt.Sprintf("%d %d", info.Size(), info.ModTime().UnixNano())
	if known, err := os.ReadFile(mark); err == nil && string(known) == identity {
		return nil
	}
	file, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := f.importImage(ctx, file); err != nil {
		return fmt.Errorf("loading %s: %w", archive, err)
	}
	return os.WriteFile(mark, []byte(identity), 0o644)
}

func (f files) importImage(ctx context.Context, archive io.Reader) error {
	command := exec.CommandContext(ctx, "ctr", "--address="+containerdSocket, "--namespace=k8s.io", "images", "import", "-")
	command.Stdin = archive
	return finish(command)
}

func (f files) kubectl(ctx context.Context, args ...string) error {
	_, err := f.query(ctx, args...)
	return err
}

func (f files) query(ctx context.Context, args ...string) (string, error) {
	command := exec.CommandContext(ctx, f.Tools["kubectl"], append([]string{"--kubeconfig=" + f.etc("admin.kubeconfig")}, args...)...)
	command.Env = append(os.Environ(), "HOME="+f.Path("kubectl-home"))
	var out strings.Builder
	command.Stdout = &out
	err := finish(command)
	return strings.TrimSpace(out.String()), err
}

func execute(ctx context.Context, name string, args ...string) error {
	return finish(exec.CommandContext(ctx, name, args...))
}

// finish runs a command and puts what it complained of into the error.
func finish(command *exec.Cmd) error {
	var complaint strings.Builder
	if command.Stdout == nil {
		command.Stdout = &complaint
	}
	command.Stderr = &complaint
	if err := command.Run(); err != nil {
		return fmt.Errorf("%s: %w: %s", filepath.Base(command.Path), err, strings.TrimSpace(complaint.String()))
	}
	return nil
}
