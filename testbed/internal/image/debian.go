package image

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// rootFS unpacks Debian packages, with all that they depend on, into a new folder. The packages come through apt, which checks their signatures;
// their installation scripts do not run, so what those would arrange is done here.
func rootFS(ctx context.Context, root, work string, kind Kind) error {
	archives, err := download(ctx, work, append(slices.Clone(basePackages), kind.Packages...))
	if err != nil {
		return err
	}
	if err := layOut(root); err != nil {
		return err
	}
	for _, archive := range archives {
		name, _, _ := strings.Cut(filepath.Base(archive), "_")
		if slices.Contains(kind.Without, name) {
			continue
		}
		if err := unpack(ctx, archive, root); err != nil {
			return fmt.Errorf("unpacking %s: %w", filepath.Base(archive), err)
		}
	}
	for _, pattern := range append(slices.Clone(baseRemoved), kind.Removed...) {
		paths, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil {
			return err
		}
		for _, path := range paths {
			if err := os.RemoveAll(path); err != nil {
				return err
			}
		}
	}
	if err := arrange(root); err != nil {
		return err
	}
	return command(ctx, "ldconfig", "-r", root)
}

// basePackages are in every image.
var basePackages = []string{"base-files", "base-passwd", "bash", "coreutils", "dash", "debianutils", "findutils", "grep", "libc-bin",
	"mawk", "netbase", "procps", "sed", "util-linux", "hostname"}

// baseRemoved is in no image.
var baseRemoved = []string{"usr/share/doc/*", "usr/share/man/*", "usr/share/locale/*", "usr/share/info/*", "usr/share/lintian",
	"usr/share/bash-completion", "usr/share/zsh", "var/cache/*", "var/lib/apt", "etc/cron*", "etc/init.d", "etc/logrotate.d"}

// baseLinks are the links that installation scripts make.
var baseLinks = map[string]string{"usr/bin/sh": "dash", "usr/bin/awk": "mawk", "usr/bin/which": "which.debianutils"}

// download fetches packages as if nothing were installed.
func download(ctx context.Context, work string, packages []string) ([]string, error) {
	archives := filepath.Join(work, "archives")
	if err := os.MkdirAll(filepath.Join(archives, "partial"), 0o755); err != nil {
		return nil, err
	}
	status := filepath.Join(work, "status")
	if err := os.WriteFile(status, nil, 0o644); err != nil {
		return nil, err
	}
	arguments := append([]string{"-q", "--yes", "--download-only", "--no-install-recommends",
		"-o", "Dir::State::status=" + status, "-o", "Dir::Cache::archives=" + archives, "-o", "Debug::NoLocking=true",
		"-o", "APT::Sandbox::User=root", "install"}, packages...)
	if err := command(ctx, "apt-get", arguments...); err != nil {
		// The lists may be older than the archive.
		if err := command(ctx, "apt-get", "-q", "update"); err != nil {
			return nil, err
		}
		if err := command(ctx, "apt-get", arguments...); err != nil {
			return nil, err
		}
	}
	return filepath.Glob(filepath.Join(archives, "*.deb"))
}

// folderLinks are the folders that are links to others. They are relative: unpacking follows them and must not leave the root.
var folderLinks = map[string]string{"bin": "usr/bin", "sbin": "usr/sbin", "lib": "usr/lib", "lib64": "usr/lib64",
	"var/run": "../run", "var/lock": "../run/lock"}

// layOut makes the links that Debian's own installer makes before it unpacks anything.
func layOut(root string) error {
	for name, target := range folderLinks {
		link := filepath.Join(root, name)
		for _, dir := range []string{filepath.Dir(link), filepath.Join(filepath.Dir(link), target)} {
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return err
			}
		}
		if err := os.Symlink(target, link); err != nil {
			return err
		}
	}
	return nil
}

func unpack(ctx context.Context, archive, root string) error {
	reader, writer := io.Pipe()
	list := exec.CommandContext(ctx, "dpkg-deb", "--fsys-tarfile", archive)
	list.Stdout = writer
	extract := exec.CommandContext(ctx, "tar", "--extract", "--directory="+root, "--keep-directory-symlink", "--preserve-permissions",
		"--numeric-owner", "--same-owner")
	extract.Stdin = reader
	var complaint strings.Builder
	list.Stderr, extract.Stderr = &complaint, &complaint
	failure := make(chan error, 1)
	go func() {
		err := list.Run()
		failure <- err
		_ = writer.CloseWithError(err)
	}()
	err := extract.Run()
	_ = reader.Close()
	if listErr := <-failure; err == nil {
		err = listErr
	}
	if err != nil {
		return fmt.Errorf("%w: %s", err, strings.TrimSpace(complaint.String()))
	}
	return nil
}

// arrange does what the installation scripts of the base packages would do.
func arrange(root string) error {
	copies := map[string]string{
		"usr/share/base-passwd/passwd.master": "etc/passwd",
		"usr/share/base-passwd/group.master":  "etc/group",
		"usr/share/libc-bin/nsswitch.conf":    "etc/nsswitch.conf",
	}
	for from, to := range copies {
		data, err := os.ReadFile(filepath.Join(root, from))
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(root, to), data, 0o644); err != nil {
			return err
		}
	}
	for name, target := range baseLinks {
		path := filepath.Join(root, name)
		if _, err := os.Lstat(path); err == nil {
			continue
		}
		if err := os.Symlink(target, path); err != nil {
			return err
		}
	}
	return nil
}

func command(ctx context.Context, name string, args ...string) error {
	out, err := exec.CommandContext(ctx, name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s: %w: %s", name, err, strings.TrimSpace(string(out)))
	}
	return nil
}
