// Package machine checks that the machine can carry a cluster, and installs what is missing.
package machine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// CNIPlugins is where Debian's containernetworking-plugins puts its programs.
const CNIPlugins = "/usr/lib/cni"

// need is a program and the Debian package that brings it.
type need struct{ program, pkg string }

var needs = []need{
	{"containerd", "containerd"},
	{"ctr", "containerd"},
	{"runc", "runc"},
	{CNIPlugins + "/ptp", "containernetworking-plugins"},
	{"iptables", "iptables"},
	{"conntrack", "conntrack"},
	{"ip", "iproute2"},
	{"losetup", "mount"},
	{"mount", "mount"},
	{"nsenter", "util-linux"},
	{"mkfs.btrfs", "btrfs-progs"},
	{"mkfs.xfs", "xfsprogs"},
	{"mkfs.ext4", "e2fsprogs"},
}

// Prepare makes sure that everything is there. It installs Debian packages where it can and else names them.
func Prepare(ctx context.Context, progress io.Writer) error {
	if os.Geteuid() != 0 {
		return errors.New("a cluster needs root (namespaces, mounts, control groups); run this as root")
	}
	if err := checkKernel(); err != nil {
		return err
	}
	if err := raise("/proc/sys/fs/inotify/max_user_instances", inotifyInstances); err != nil {
		return err
	}
	packages := missing()
	if len(packages) == 0 {
		return nil
	}
	list := strings.Join(packages, " ")
	if _, err := exec.LookPath("apt-get"); err != nil {
		return fmt.Errorf("these Debian packages, or what your distribution has instead, are missing: %s", list)
	}
	fmt.Fprintf(progress, "installing %s ...\n", list)
	if err := apt(ctx, progress, "update"); err != nil {
		return err
	}
	if err := apt(ctx, progress, append([]string{"install", "--yes", "--no-install-recommends"}, packages...)...); err != nil {
		return fmt.Errorf("%w\ninstall these packages by hand: %s", err, list)
	}
	if packages := missing(); len(packages) > 0 {
		return fmt.Errorf("apt-get installed %s, but programs of %s are still not found in PATH", list, strings.Join(packages, " "))
	}
	return nil
}

// inotifyInstances is enough for many clusters: each has about twenty programs that watch files, and the kernel's own limit of 128 for all of
// root's programs stops the kubelet of the sixth.
const inotifyInstances = 1024

// raise makes sure that a limit of the kernel is not lower than that.
func raise(file string, limit int) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	now, err := strconv.Atoi(strings.TrimSpace(string(data)))
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	if now >= limit {
		return nil
	}
	return os.WriteFile(file, []byte(strconv.Itoa(limit)), 0o644)
}

func missing() []string {
	var packages []string
	for _, need := range needs {
		if _, err := exec.LookPath(need.program); err != nil && !slices.Contains(packages, need.pkg) {
			packages = append(packages, need.pkg)
		}
	}
	return packages
}

func checkKernel() error {
	data, err := os.ReadFile("/proc/filesystems")
	if err != nil {
		return err
	}
	kinds := strings.Fields(string(data))
	for _, kind := range []string{"overlay", "btrfs", "ext4", "xfs"} {
		if slices.Contains(kinds, kind) {
			continue
		}
		if out, err := exec.Command("modprobe", kind).CombinedOutput(); err != nil {
			return fmt.Errorf("this kernel has no %s file system: modprobe: %w: %s", kind, err, strings.TrimSpace(string(out)))
		}
	}
	if _, err := os.Stat("/dev/loop-control"); err != nil {
		if out, err := exec.Command("modprobe", "loop").CombinedOutput(); err != nil {
			return fmt.Errorf("this kernel has no loop devices: modprobe: %w: %s", err, strings.TrimSpace(string(out)))
		}
	}
	return nil
}

func apt(ctx context.Context, progress io.Writer, args ...string) error {
	command := exec.CommandContext(ctx, "apt-get", append([]string{"-q", "-o", "DPkg::Lock::Timeout=120"}, args...)...)
	command.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	var log strings.Builder
	command.Stdout, command.Stderr = &log, io.MultiWriter(progress, &log)
	if err := command.Run(); err != nil {
		return fmt.Errorf("apt-get %s: %w\n%s", args[0], err, log.String())
	}
	return nil
}

// Path makes sure that the folders of administrators' programs are searched, which some shells of root leave out.
func Path() error {
	path := filepath.SplitList(os.Getenv("PATH"))
	for _, dir := range []string{"/usr/local/sbin", "/usr/sbin", "/sbin"} {
		if !slices.Contains(path, dir) {
			path = append(path, dir)
		}
	}
	return os.Setenv("PATH", strings.Join(path, string(filepath.ListSeparator)))
}
