// Package sandbox gives a cluster namespaces of its own, so that the kernel itself cleans up when the cluster's first process ends:
// processes, mounts, interfaces and firewall rules go with it, however it ends.
package sandbox

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"csdr.io/testbed/internal/cgroup"
	"csdr.io/testbed/internal/home"
)

// File descriptors that the first process inherits.
const (
	goFD    = 3
	aliveFD = 4
)

// Start runs this program's init command as first process of new namespaces, and wires it to the host.
func Start(cluster home.Cluster) error {
	alive, err := cluster.Hold()
	if err != nil {
		return err
	}
	defer alive.Close()
	if err := cgroup.Create(cluster.Cgroup() + "/system"); err != nil {
		return err
	}
	log, err := os.Create(cluster.Path("log", "init.log"))
	if err != nil {
		return err
	}
	defer log.Close()
	goReader, goWriter, err := os.Pipe()
	if err != nil {
		return err
	}
	defer goWriter.Close()
	first := exec.Command("/proc/self/exe", "init", cluster.Name)
	first.Dir = "/"
	first.Stdout, first.Stderr = log, log
	first.ExtraFiles = []*os.File{goReader, alive}
	first.SysProcAttr = &syscall.SysProcAttr{
		Setsid:     true,
		Cloneflags: syscall.CLONE_NEWPID | syscall.CLONE_NEWNS | syscall.CLONE_NEWNET | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC,
	}
	err = first.Start()
	_ = goReader.Close()
	if err != nil {
		return fmt.Errorf("making namespaces: %w (root with CAP_SYS_ADMIN is needed)", err)
	}
	pid := first.Process.Pid
	if err := os.WriteFile(cluster.Path("init.pid"), []byte(strconv.Itoa(pid)+"\n"), 0o644); err != nil {
		return errors.Join(err, first.Process.Kill())
	}
	if err := wire(cluster, pid); err != nil {
		return errors.Join(err, first.Process.Kill())
	}
	_, err = goWriter.Write([]byte{1})
	return err
}

// wire connects the host to the cluster's network namespace.
func wire(cluster home.Cluster, pid int) error {
	name := cluster.Interface()
	steps := [][]string{
		{"link", "add", name, "type", "veth", "peer", "name", "eth0", "netns", strconv.Itoa(pid)},
		{"address", "add", cluster.HostIP().String() + "/30", "dev", name},
		{"link", "set", name, "up"},
	}
	for _, step := range steps {
		if err := run("ip", step...); err != nil {
			return err
		}
	}
	// Clusters of one machine reach one another; the host forwards nothing else for them.
	return os.WriteFile("/proc/sys/net/ipv4/conf/"+name+"/forwarding", []byte("1"), 0)
}

// PID returns the first process of a running cluster.
func PID(cluster home.Cluster) (int, error) {
	running, err := cluster.Holds()
	if err != nil {
		return 0, err
	}
	if !running {
		return 0, fmt.Errorf("cluster %s is not running", cluster.Name)
	}
	data, err := os.ReadFile(cluster.Path("init.pid"))
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(data)))
}

// Init is the first process: it makes the cluster's view of the machine, starts program and reaps whatever ends up under it.
func Init(cluster home.Cluster, program []string) error {
	syscall.CloseOnExec(goFD)
	syscall.CloseOnExec(aliveFD)
	wired := make([]byte, 1)
	if _, err := io.ReadFull(os.NewFile(goFD, "go"), wired); err != nil {
		return fmt.Errorf("the starting process went away: %w", err)
	}
	if err := cgroup.Join(cluster.Cgroup() + "/system"); err != nil {
		return err
	}
	if err := arrangeMounts(cluster); err != nil {
		return err
	}
	if err := arrangeNetwork(cluster); err != nil {
		return err
	}
	if err := syscall.Sethostname([]byte(cluster.Name)); err != nil {
		return err
	}
	child, err := syscall.ForkExec(program[0], program, &syscall.ProcAttr{Dir: "/", Env: os.Environ(), Files: []uintptr{0, 1, 2}})
	if err != nil {
		return fmt.Errorf("starting %s: %w", program[0], err)
	}
	return reapUntil(child)
}

func reapUntil(child int) error {
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, 0, nil)
		if errors.Is(err, syscall.EINTR) {
			continue
		}
		if err != nil {
			return err
		}
		if pid == child {
			return fmt.Errorf("the supervisor ended with status %d", status)
		}
	}
}

// arrangeMounts gives the cluster folders of its own where Kubernetes insists on a place. All mounts are shared inside the
// namespace, as on a node with systemd, and nothing of them is seen outside.
func arrangeMounts(cluster home.Cluster) error {
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("detaching from the host's mounts: %w", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_SHARED, ""); err != nil {
		return fmt.Errorf("sharing mounts: %w", err)
	}
	if err := unix.Mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return fmt.Errorf("mounting /proc: %w", err)
	}
	for _, dir := range []string{"/run", stateDir} {
		if err := unix.Mount("tmpfs", dir, "tmpfs", unix.MS_NOSUID|unix.MS_NODEV, "mode=755"); err != nil {
			return fmt.Errorf("mounting %s: %w", dir, err)
		}
	}
	for target, source := range Places(cluster) {
		for _, dir := range []string{source, target} {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return err
			}
		}
		if err := unix.Mount(source, target, "", unix.MS_BIND, ""); err != nil {
			return fmt.Errorf("mounting %s: %w", target, err)
		}
		// A peer group of its own, else every mount below would appear below source too.
		for _, propagation := range []uintptr{unix.MS_PRIVATE, unix.MS_SHARED} {
			if err := unix.Mount("", target, "", propagation, ""); err != nil {
				return fmt.Errorf("changing how mounts of %s spread: %w", target, err)
			}
		}
	}
	return nil
}

// stateDir is empty in the cluster's view but for Places. Mounts upon folders of the host itself would not do: whoever removes such a
// folder unmounts it in every cluster, and the clusters then meet in the host's folder, where one finds the sockets of another's drivers.
const stateDir = "/var/lib"

// Places maps folders of the cluster's view to folders of its state.
func Places(cluster home.Cluster) map[string]string {
	return map[string]string{
		stateDir + "/kubelet": cluster.Path("kubelet"),
		stateDir + "/cni":     cluster.Path("cni"),
		"/var/log":            cluster.Path("var-log"),
	}
}

func arrangeNetwork(cluster home.Cluster) error {
	steps := [][]string{
		{"link", "set", "lo", "up"},
		{"address", "add", cluster.NodeIP().String() + "/30", "dev", "eth0"},
		{"link", "set", "eth0", "up"},
		{"route", "add", "default", "via", cluster.HostIP().String()},
	}
	for _, step := range steps {
		if err := run("ip", step...); err != nil {
			return err
		}
	}
	for _, key := range []string{"net/ipv4/ip_forward", "net/ipv4/conf/all/route_localnet"} {
		if err := os.WriteFile(filepath.Join("/proc/sys", key), []byte("1"), 0); err != nil {
			return err
		}
	}
	return nil
}

// patience bounds the wait for the kernel to finish what was asked of it.
const patience = 30 * time.Second

// Sweep ends whatever runs of the cluster and removes what the kernel does not clean up by itself. It is safe to repeat, after a crash as well.
func Sweep(cluster home.Cluster) error {
	running, err := cluster.Holds()
	if err != nil {
		return err
	}
	if running {
		thaw(cluster)
	}
	if err := awaitEnd(cluster); err != nil {
		return err
	}
	if err := cgroup.Kill(cluster.Cgroup(), patience); err != nil {
		return err
	}
	if err := detachLoops(cluster); err != nil {
		return err
	}
	if err := cgroup.Remove(cluster.Cgroup(), patience); err != nil {
		return err
	}
	return awaitUnwired(cluster)
}

// awaitUnwired waits for the interface to go, which the kernel removes with the network namespace a moment after its last process.
func awaitUnwired(cluster home.Cluster) error {
	for deadline := time.Now().Add(patience); ; time.Sleep(50 * time.Millisecond) {
		_, err := os.Stat("/sys/class/net/" + cluster.Interface())
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("interface %s of cluster %s stays", cluster.Interface(), cluster.Name)
		}
	}
}

// awaitEnd ends the first process and waits until the kernel has let go of it and, with it, of all namespaces.
func awaitEnd(cluster home.Cluster) error {
	last := 0
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		running, err := cluster.Holds()
		if err != nil {
			return err
		}
		if !running {
			awaitReaped(last)
			return nil
		}
		pid, err := PID(cluster)
		if err != nil {
			continue // it ended between the two looks
		}
		// It holds the lock of this cluster, so the number is still its own.
		_ = syscall.Kill(pid, syscall.SIGKILL)
		last = pid
		if time.Now().After(deadline) {
			return fmt.Errorf("process %d of cluster %s does not end", pid, cluster.Name)
		}
	}
}

// awaitReaped waits a moment for the machine's first process to take note of the end of another, which lets go of everything before that.
func awaitReaped(pid int) {
	for range 100 {
		if _, err := os.Stat(fmt.Sprintf("/proc/%d", pid)); pid == 0 || err != nil {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
}

func run(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, strings.TrimSpace(string(out)))
	}
	return nil
}
