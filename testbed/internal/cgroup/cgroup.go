// Package cgroup makes, searches and removes a cluster's control groups, in every hierarchy that the machine has.
package cgroup

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// hierarchy is one mounted tree of control groups.
type hierarchy struct {
	root string
	// unified marks version 2.
	unified bool
}

func hierarchies() ([]hierarchy, error) {
	data, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil, err
	}
	var found []hierarchy
	for line := range strings.Lines(string(data)) {
		before, after, ok := strings.Cut(line, " - ")
		if !ok {
			continue
		}
		kind, _, _ := strings.Cut(after, " ")
		if kind != "cgroup" && kind != "cgroup2" {
			continue
		}
		fields := strings.Fields(before)
		if len(fields) > 4 && fields[3] == "/" {
			found = append(found, hierarchy{root: fields[4], unified: kind == "cgroup2"})
		}
	}
	if len(found) == 0 {
		return nil, errors.New("no control groups are mounted below /sys/fs/cgroup")
	}
	return found, nil
}

// Create makes the group in every hierarchy, ready to take processes and children.
func Create(group string) error {
	all, err := hierarchies()
	if err != nil {
		return err
	}
	for _, hierarchy := range all {
		parent := hierarchy.root
		for element := range strings.SplitSeq(strings.Trim(group, "/"), "/") {
			if hierarchy.unified {
				delegate(parent)
			}
			dir := filepath.Join(parent, element)
			if err := os.Mkdir(dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("making a control group: %w", err)
			}
			if err := inheritCpuset(parent, dir); err != nil {
				return err
			}
			parent = dir
		}
	}
	return nil
}

// delegate hands every controller of a version 2 group to its children. A controller that cannot be handed on stays where it is;
// the kubelet then names the one that it misses.
func delegate(group string) {
	data, err := os.ReadFile(filepath.Join(group, "cgroup.controllers"))
	if err != nil {
		return
	}
	for controller := range strings.FieldsSeq(string(data)) {
		_ = os.WriteFile(filepath.Join(group, "cgroup.subtree_control"), []byte("+"+controller), 0)
	}
}

// inheritCpuset fills what a version 1 cpuset starts without and needs before it takes processes.
func inheritCpuset(parent, dir string) error {
	for _, name := range []string{"cpuset.cpus", "cpuset.mems"} {
		own, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || strings.TrimSpace(string(own)) != "" {
			continue
		}
		value, err := os.ReadFile(filepath.Join(parent, name))
		if err != nil || strings.TrimSpace(string(value)) == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), value, 0); err != nil {
			return fmt.Errorf("filling %s: %w", filepath.Join(dir, name), err)
		}
	}
	return nil
}

// Join moves the calling process into the group, in every hierarchy.
func Join(group string) error {
	all, err := hierarchies()
	if err != nil {
		return err
	}
	for _, hierarchy := range all {
		if err := os.WriteFile(filepath.Join(hierarchy.root, group, "cgroup.procs"), []byte("0"), 0); err != nil {
			return fmt.Errorf("joining a control group: %w", err)
		}
	}
	return nil
}

// Kill ends every process of the group and its children, and returns when none is left.
func Kill(group string, patience time.Duration) error {
	deadline := time.Now().Add(patience)
	for {
		pids, err := processes(group)
		if err != nil {
			return err
		}
		if len(pids) == 0 {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("processes %v of control group %s do not end", pids, group)
		}
		for _, pid := range pids {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func processes(group string) ([]int, error) {
	var pids []int
	err := walk(group, func(dir string) error {
		data, err := os.ReadFile(filepath.Join(dir, "cgroup.procs"))
		if err != nil {
			return nil // the group went away meanwhile, or is a threaded one whose parent lists its processes
		}
		for field := range strings.FieldsSeq(string(data)) {
			if pid, err := strconv.Atoi(field); err == nil && pid > 0 && !slices.Contains(pids, pid) {
				pids = append(pids, pid)
			}
		}
		return nil
	})
	return pids, err
}

// Remove deletes the group and its children from every hierarchy; they must be empty of processes.
func Remove(group string, patience time.Duration) error {
	deadline := time.Now().Add(patience)
	for {
		left := 0
		err := walk(group, func(dir string) error {
			if err := syscall.Rmdir(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
				left++
			}
			return nil
		})
		if err != nil {
			return err
		}
		if left == 0 {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%d folders of control group %s cannot be removed", left, group)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// walk visits the group's folders in every hierarchy, children before parents.
func walk(group string, visit func(dir string) error) error {
	all, err := hierarchies()
	if err != nil {
		return err
	}
	for _, hierarchy := range all {
		var dirs []string
		err := filepath.WalkDir(filepath.Join(hierarchy.root, group), func(path string, entry fs.DirEntry, err error) error {
			if err != nil {
				if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENODEV) {
					return nil
				}
				return err
			}
			if entry.IsDir() {
				dirs = append(dirs, path)
			}
			return nil
		})
		if err != nil {
			return err
		}
		for _, dir := range slices.Backward(dirs) {
			if err := visit(dir); err != nil {
				return err
			}
		}
	}
	return nil
}
