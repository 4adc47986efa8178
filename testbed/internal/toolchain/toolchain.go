// Package toolchain builds the programs of a cluster from pinned Go modules.
//
// Each tool set is a folder with a go.mod whose tool lines name the programs and a go.sum that pins every byte of their source.
package toolchain

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"csdr.io/testbed/internal/home"
)

// DefaultKubernetes is the version that a cluster has when nobody asks for another.
const DefaultKubernetes = "v1.34"

// Builder builds into a cache folder.
type Builder struct {
	Home home.Home
	// Source is the testbed's folder in the checkout.
	Source string
	// Progress takes one line per step.
	Progress io.Writer
}

// set is one tool set.
type set struct {
	name    string
	dir     string
	ldflags string
	// names gives a program another name than the last element of its package.
	names map[string]string
}

// Versions lists the Kubernetes versions that can be built, oldest first.
func (b Builder) Versions() ([]string, error) {
	entries, err := os.ReadDir(filepath.Join(b.Source, "tools", "kubernetes"))
	if err != nil {
		return nil, err
	}
	var versions []string
	for _, entry := range entries {
		versions = append(versions, entry.Name())
	}
	return versions, nil
}

// Tools builds what is missing for a cluster of that Kubernetes version, and returns each program's path.
func (b Builder) Tools(ctx context.Context, kubernetes string) (map[string]string, error) {
	versions, err := b.Versions()
	if err != nil {
		return nil, err
	}
	if !slices.Contains(versions, kubernetes) {
		return nil, fmt.Errorf("Kubernetes %s is not among the supported versions: %s", kubernetes, strings.Join(versions, ", "))
	}
	dir := filepath.Join(b.Source, "tools", "kubernetes", kubernetes)
	stamp, err := kubernetesStamp(dir)
	if err != nil {
		return nil, err
	}
	sets := []set{
		{name: "etcd", dir: b.tools("etcd"), names: map[string]string{"go.etcd.io/etcd/server/v3": "etcd"}},
		{name: "kubernetes-" + kubernetes, dir: dir, ldflags: stamp},
		{name: "snapshotter", dir: b.tools("snapshotter")},
		{name: "provisioner", dir: b.tools("provisioner")},
		{name: "coredns", dir: b.tools("coredns")},
	}
	tools := map[string]string{}
	for _, set := range sets {
		if err := b.build(ctx, set, tools); err != nil {
			return nil, fmt.Errorf("building %s: %w", set.name, err)
		}
	}
	if err := b.own(ctx, tools); err != nil {
		return nil, fmt.Errorf("building the testbed's own programs: %w", err)
	}
	return tools, nil
}

// Apart lists the programs that are no part of a cluster; tests start them beside one.
var Apart = []string{"minio"}

// Tool builds one of the programs of Apart, unless it is there already, and returns its path.
func (b Builder) Tool(ctx context.Context, name string) (string, error) {
	if !slices.Contains(Apart, name) {
		return "", fmt.Errorf("there is no tool %s, only %s", name, strings.Join(Apart, ", "))
	}
	tools := map[string]string{}
	if err := b.build(ctx, set{name: name, dir: b.tools(name)}, tools); err != nil {
		return "", fmt.Errorf("building %s: %w", name, err)
	}
	return tools[name], nil
}

func (b Builder) tools(name string) string { return filepath.Join(b.Source, "tools", name) }

// CRDs returns a folder with the custom resource definitions of volume snapshots, taken from the module that belongs to the snapshot controller.
func (b Builder) CRDs(ctx context.Context) (string, error) {
	const module = "github.com/kubernetes-csi/external-snapshotter/client/v8"
	out, err := b.goCommand(ctx, b.tools("snapshotter"), "list", "-mod=readonly", "-m", "-f", "{{.Version}} {{.Dir}}", module)
	if err != nil {
		return "", err
	}
	version, source, _ := strings.Cut(strings.TrimSpace(out), " ")
	if source == "" {
		if _, err := b.goCommand(ctx, b.tools("snapshotter"), "mod", "download", module); err != nil {
			return "", err
		}
		return b.CRDs(ctx)
	}
	target := filepath.Join(b.Home.Tools(), "snapshot-crds-"+version)
	if _, err := os.Stat(target); err == nil {
		return target, nil
	}
	temporary, err := b.temporary()
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(temporary)
	files, err := filepath.Glob(filepath.Join(source, "config", "crd", "*snapshot*.yaml"))
	if err != nil {
		return "", err
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		if err := os.WriteFile(filepath.Join(temporary, filepath.Base(file)), data, 0o644); err != nil {
			return "", err
		}
	}
	return target, rename(temporary, target)
}

// build puts a set's programs into a folder named after everything that determines them, so that a cluster that runs an older build keeps it.
func (b Builder) build(ctx context.Context, set set, tools map[string]string) error {
	pin, err := fingerprint(set)
	if err != nil {
		return err
	}
	target := filepath.Join(b.Home.Tools(), set.name+"-"+pin)
	packages, err := toolPackages(filepath.Join(set.dir, "go.mod"))
	if err != nil {
		return err
	}
	for _, pkg := range packages {
		tools[set.program(pkg)] = filepath.Join(target, set.program(pkg))
	}
	if _, err := os.Stat(target); err == nil {
		return nil
	}
	lock, err := b.Home.Lock("tools-" + set.name)
	if err != nil {
		return err
	}
	defer lock.Close()
	if _, err := os.Stat(target); err == nil {
		return nil // another process built it meanwhile
	}
	temporary, err := b.temporary()
	if err != nil {
		return err
	}
	defer os.RemoveAll(temporary)
	for _, pkg := range packages {
		start := time.Now()
		fmt.Fprintf(b.Progress, "building %s from %s ...\n", set.program(pkg), pkg)
		_, err := b.goCommand(ctx, set.dir, "build", "-mod=readonly", "-trimpath", "-ldflags", "-s -w "+set.ldflags,
			"-o", filepath.Join(temporary, set.program(pkg)), pkg)
		if err != nil {
			return err
		}
		fmt.Fprintf(b.Progress, "built %s in %.0f s\n", set.program(pkg), time.Since(start).Seconds())
	}
	return rename(temporary, target)
}

// own builds the programs of this module; the go command itself notices that nothing changed.
func (b Builder) own(ctx context.Context, tools map[string]string) error {
	lock, err := b.Home.Lock("tools-own")
	if err != nil {
		return err
	}
	defer lock.Close()
	dir := filepath.Join(b.Home.Tools(), "own")
	for _, program := range []string{"csi", "pause"} {
		target := filepath.Join(dir, program)
		if _, err := b.goCommand(ctx, b.Source, "build", "-trimpath", "-ldflags", "-s -w", "-o", target, "./cmd/"+program); err != nil {
			return err
		}
		tools[program] = target
	}
	return nil
}

func (b Builder) temporary() (string, error) {
	if err := os.MkdirAll(b.Home.Tools(), 0o755); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp(b.Home.Tools(), ".new-")
	if err != nil {
		return "", err
	}
	return dir, os.Chmod(dir, 0o755)
}

func (b Builder) goCommand(ctx context.Context, dir string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, "go", args...)
	command.Dir = dir
	command.Env = append(os.Environ(), "CGO_ENABLED=0", "GOWORK=off")
	var out, errors strings.Builder
	command.Stdout, command.Stderr = &out, &errors
	if err := command.Run(); err != nil {
		return "", fmt.Errorf("go %s in %s: %w\n%s", args[0], dir, err, errors.String())
	}
	return out.String(), nil
}

// rename moves a finished folder to its place; another process may have been faster with the same.
func rename(from, to string) error {
	err := os.Rename(from, to)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	return err
}

func (s set) program(pkg string) string {
	if name, ok := s.names[pkg]; ok {
		return name
	}
	return path.Base(pkg)
}

func fingerprint(set set) (string, error) {
	sum := sha256.New()
	for _, name := range []string{"go.mod", "go.sum"} {
		data, err := os.ReadFile(filepath.Join(set.dir, name))
		if err != nil {
			return "", err
		}
		sum.Write(data)
	}
	fmt.Fprintf(sum, "%s %s %s", set.ldflags, runtime.Version(), runtime.GOARCH)
	return hex.EncodeToString(sum.Sum(nil))[:12], nil
}

var toolLine = regexp.MustCompile(`^\s*(?:tool\s+)?([a-z0-9.-]+\.[a-z]+/\S+)\s*$`)

// toolPackages reads the tool lines of a go.mod.
func toolPackages(file string) ([]string, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var packages []string
	block := false
	for line := range strings.Lines(string(data)) {
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "tool (":
			block = true
		case trimmed == ")":
			block = false
		case block || strings.HasPrefix(trimmed, "tool "):
			match := toolLine.FindStringSubmatch(line)
			if match == nil {
				return nil, fmt.Errorf("%s: cannot read the tool line %q", file, trimmed)
			}
			packages = append(packages, match[1])
		}
	}
	if len(packages) == 0 {
		return nil, fmt.Errorf("%s has no tool lines", file)
	}
	return packages, nil
}

var kubernetesRequirement = regexp.MustCompile(`(?m)^\s*k8s\.io/kubernetes (v(\d+)\.(\d+)\.\d+)\b`)

// kubernetesStamp makes the programs report the version of their module; without it they report v0.0.0 and refuse one another.
func kubernetesStamp(dir string) (string, error) {
	data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return "", err
	}
	match := kubernetesRequirement.FindStringSubmatch(string(data))
	if match == nil {
		return "", fmt.Errorf("%s does not require k8s.io/kubernetes", filepath.Join(dir, "go.mod"))
	}
	const version = "-X k8s.io/component-base/version."
	return fmt.Sprintf("%sgitVersion=%s %sgitMajor=%s %sgitMinor=%s %sgitTreeState=clean",
		version, match[1], version, match[2], version, match[3], version), nil
}
