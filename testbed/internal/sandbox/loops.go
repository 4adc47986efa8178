package sandbox

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"time"

	"golang.org/x/sys/unix"

	"csdr.io/testbed/internal/home"
	"csdr.io/testbed/internal/loop"
	"csdr.io/testbed/internal/mount"
)

// LoopTag marks the loop devices of the cluster.
func LoopTag(cluster home.Cluster) string { return "csdr-testbed:" + cluster.ID() }

// detachLoops frees the loop devices of a cluster that has ended. Most go by themselves when their mounts go.
func detachLoops(cluster home.Cluster) error {
	start := time.Now()
	for {
		devices, err := loop.Tagged(LoopTag(cluster))
		if err != nil || len(devices) == 0 {
			return err
		}
		for _, device := range devices {
			if err := loop.Detach(device.Path); err != nil {
				return err
			}
			// A device that stays in use without any process carries a file system that was frozen when its last mount went.
			if time.Since(start) > time.Second {
				if err := release(device.Path, cluster.Path("rescue")); err != nil {
					return err
				}
			}
		}
		if time.Since(start) > patience {
			return fmt.Errorf("loop device %s of cluster %s stays in use", devices[0].Path, cluster.Name)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// release thaws a frozen file system without a mount: mounting its device brings it back, whatever state it is in.
func release(device, dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	result := make(chan error)
	go func() {
		// The thread gets mounts of its own and ends with the goroutine, so that the mount is seen by nobody and outlives nothing.
		runtime.LockOSThread()
		result <- thawDevice(device, dir)
	}()
	return <-result
}

func thawDevice(device, dir string) error {
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		return fmt.Errorf("making a mount namespace: %w", err)
	}
	if err := unix.Mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return fmt.Errorf("detaching from the host's mounts: %w", err)
	}
	for kind, options := range map[string]string{"ext4": "", "xfs": "nouuid"} {
		if err := unix.Mount(device, dir, kind, 0, options); err != nil {
			continue // not of this kind, or no file system at all
		}
		return errors.Join(mount.Thaw(dir), unix.Unmount(dir, 0))
	}
	return nil
}
