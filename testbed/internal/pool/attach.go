package pool

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"csdr.io/testbed/internal/loop"
	"csdr.io/testbed/internal/mount"
)

// Stage makes a volume ready for Publish: disk images with a file system are mounted at dir, raw ones get a loop device, folders need nothing.
func (p *Pool) Stage(id, dir string, options []string) error {
	defer p.locks.lock("volume " + id)()
	volume, err := p.Volume(id)
	if err != nil {
		return err
	}
	switch volume.Kind {
	case Folder:
		return nil
	case Raw:
		_, err := p.device(volume, false)
		return err
	case Ext4, XFS:
		return p.mountImage(volume, dir, options)
	}
	panic("kind " + string(volume.Kind))
}

func (p *Pool) mountImage(volume Volume, dir string, options []string) error {
	mounted, err := mount.At(dir)
	if err != nil || mounted != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	device, err := loop.Attach(disk(p.volumeDir(volume.ID)), loop.Options{Tag: p.tag, Autoclear: true})
	if err != nil {
		return err
	}
	defer device.Close()
	if volume.Kind == XFS {
		options = append(options, "nouuid") // a copy has its original's, which may be mounted too
	}
	options = append(options, "discard") // so that what is deleted inside frees room in the pool
	if err := run("mount", "-t", string(volume.Kind), "-o", strings.Join(options, ","), device.Name(), dir); err != nil {
		return err
	}
	if !volume.Grown {
		return nil
	}
	if err := run("xfs_growfs", dir); err != nil {
		return errors.Join(err, unix.Unmount(dir, 0))
	}
	volume.Grown = false
	return writeRecord(p.volumeDir(volume.ID), volume)
}

// device returns the loop device of a raw volume, which is attached where it is missing.
func (p *Pool) device(volume Volume, mustExist bool) (string, error) {
	image := disk(p.volumeDir(volume.ID))
	attached, err := loop.Backed(image)
	if err != nil {
		return "", err
	}
	if len(attached) > 0 {
		return attached[0].Path, nil
	}
	if mustExist {
		return "", fmt.Errorf("volume %s has no loop device: %w", volume.ID, ErrNotFound)
	}
	device, err := loop.Attach(image, loop.Options{Tag: p.tag})
	if err != nil {
		return "", err
	}
	return device.Name(), device.Close()
}

// Unstage undoes Stage. A file system that somebody froze is thawed first: frozen, it would outlive its last mount.
func (p *Pool) Unstage(id, dir string) error {
	defer p.locks.lock("volume " + id)()
	for {
		mounted, err := mount.At(dir)
		if err != nil {
			return err
		}
		if mounted == nil {
			break
		}
		if err := mount.Thaw(dir); err != nil {
			return err
		}
		if err := unix.Unmount(dir, 0); err != nil {
			return &os.PathError{Op: "umount", Path: dir, Err: err}
		}
	}
	volume, err := p.Volume(id)
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	if err != nil || volume.Kind != Raw {
		return err
	}
	attached, err := loop.Backed(disk(p.volumeDir(id)))
	if err != nil {
		return err
	}
	for _, device := range attached {
		if err := errors.Join(syncDevice(device.Path), loop.Detach(device.Path)); err != nil {
			return err
		}
	}
	return nil
}

// Publish binds a staged volume to target, where a pod gets it.
func (p *Pool) Publish(id, staging, target string, readOnly bool) error {
	defer p.locks.lock("volume " + id)()
	volume, err := p.Volume(id)
	if err != nil {
		return err
	}
	mounted, err := mount.At(target)
	if err != nil || mounted != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	source := staging
	switch volume.Kind {
	case Raw:
		if source, err = p.device(volume, true); err != nil {
			return err
		}
		if err := os.WriteFile(target, nil, 0o600); err != nil {
			return err
		}
	case Folder:
		source = data(p.volumeDir(id))
		fallthrough
	case Ext4, XFS:
		if err := os.MkdirAll(target, 0o755); err != nil {
			return err
		}
	}
	return bind(source, target, readOnly && volume.Kind != Raw)
}

func bind(source, target string, readOnly bool) error {
	if err := unix.Mount(source, target, "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("binding %s to %s: %w", source, target, err)
	}
	if !readOnly {
		return nil
	}
	if err := unix.Mount("", target, "", unix.MS_BIND|unix.MS_REMOUNT|unix.MS_RDONLY, ""); err != nil {
		return errors.Join(fmt.Errorf("making %s read-only: %w", target, err), unix.Unmount(target, 0))
	}
	return nil
}

// Unpublish undoes Publish.
func (p *Pool) Unpublish(target string) error {
	for {
		mounted, err := mount.At(target)
		if err != nil {
			return err
		}
		if mounted == nil {
			break
		}
		if err := unix.Unmount(target, 0); err != nil {
			return &os.PathError{Op: "umount", Path: target, Err: err}
		}
	}
	if err := os.Remove(target); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// users lists where a volume is mounted or attached.
func (p *Pool) users(id string) ([]string, error) {
	points, err := mount.Of("self")
	if err != nil {
		return nil, err
	}
	within, err := p.withinFileSystem(points)
	if err != nil {
		return nil, err
	}
	root := filepath.Join(within, "volumes", id, "data")
	var users []string
	for _, point := range points {
		if point.Kind == "btrfs" && (point.Root == root || strings.HasPrefix(point.Root, root+"/")) {
			users = append(users, point.Path)
		}
	}
	attached, err := loop.Backed(disk(p.volumeDir(id)))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for _, device := range attached {
		users = append(users, device.Path)
	}
	return users, nil
}

// withinFileSystem returns the pool's folder as the file system itself names it, which is how the kernel's table names the roots of binds.
func (p *Pool) withinFileSystem(points []mount.Point) (string, error) {
	var holder *mount.Point
	for i, point := range points {
		inside := p.dir == point.Path || strings.HasPrefix(p.dir, strings.TrimSuffix(point.Path, "/")+"/")
		if inside && (holder == nil || len(point.Path) >= len(holder.Path)) {
			holder = &points[i]
		}
	}
	if holder == nil || holder.Kind != "btrfs" {
		return "", fmt.Errorf("%s does not lie on a mounted btrfs", p.dir)
	}
	relative, err := filepath.Rel(holder.Path, p.dir)
	if err != nil {
		return "", err
	}
	return filepath.Join(holder.Root, relative), nil
}

// flush brings what was written to a volume into its subvolume, so that a copy of the subvolume has it. A folder's copy is made with all
// that was written anyway. The file system in an image is synced but not frozen: the copy of the subvolume is one moment for the whole image,
// as with the disk snapshots of a cloud, and no driver that dies in between leaves anybody frozen.
func (p *Pool) flush(volume Volume) error {
	if !volume.Kind.image() {
		return nil
	}
	attached, err := loop.Backed(disk(p.volumeDir(volume.ID)))
	if err != nil {
		return err
	}
	for _, device := range attached {
		if err := syncMounts(device); err != nil {
			return err
		}
		if err := syncDevice(device.Path); err != nil {
			return err
		}
	}
	return nil
}

// syncMounts syncs the file system on a device, wherever it is mounted.
func syncMounts(device loop.Device) error {
	points, err := mount.Of("self")
	if err != nil {
		return err
	}
	for _, point := range points {
		if point.Device != device.Number {
			continue
		}
		dir, err := os.Open(point.Path)
		if err != nil {
			return err
		}
		err = unix.Syncfs(int(dir.Fd()))
		_ = dir.Close()
		if err != nil {
			return fmt.Errorf("syncing %s: %w", point.Path, err)
		}
		return nil
	}
	return nil
}

func syncDevice(path string) error {
	device, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer device.Close()
	return device.Sync()
}
