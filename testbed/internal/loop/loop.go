// Package loop drives loop devices by the kernel's own interface. Devices carry a tag, so that what a crashed cluster left can be found.
package loop

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Options of an attachment.
type Options struct {
	// Tag is kept in the device; the kernel cuts it to 63 bytes.
	Tag      string
	ReadOnly bool
	// Autoclear detaches the device when its last user closes it.
	Autoclear bool
}

// Attach gives a file a loop device. The open device is returned; with Autoclear it must stay open until the device is mounted.
func Attach(file string, options Options) (*os.File, error) {
	mode := os.O_RDWR
	if options.ReadOnly {
		mode = os.O_RDONLY
	}
	backing, err := os.OpenFile(file, mode, 0)
	if err != nil {
		return nil, err
	}
	defer backing.Close()
	control, err := os.OpenFile("/dev/loop-control", os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	defer control.Close()
	config := unix.LoopConfig{Fd: uint32(backing.Fd())}
	copy(config.Info.File_name[:len(config.Info.File_name)-1], options.Tag)
	if options.ReadOnly {
		config.Info.Flags |= unix.LO_FLAGS_READ_ONLY
	}
	if options.Autoclear {
		config.Info.Flags |= unix.LO_FLAGS_AUTOCLEAR
	}
	for range 100 {
		number, err := unix.IoctlRetInt(int(control.Fd()), unix.LOOP_CTL_GET_FREE)
		if err != nil {
			return nil, fmt.Errorf("finding a free loop device: %w", err)
		}
		device, err := os.OpenFile(devicePath(number), mode, 0)
		if err != nil {
			return nil, err
		}
		err = unix.IoctlLoopConfigure(int(device.Fd()), &config)
		if err == nil {
			return device, nil
		}
		_ = device.Close()
		if !errors.Is(err, unix.EBUSY) { // busy: somebody else took the same device first
			return nil, fmt.Errorf("attaching %s to %s: %w", file, devicePath(number), err)
		}
	}
	return nil, fmt.Errorf("attaching %s: every free loop device was taken by others", file)
}

// Detach frees a device, at once or when its last user closes it.
func Detach(device string) error {
	file, err := os.OpenFile(device, os.O_RDONLY, 0)
	if err != nil {
		return err
	}
	defer file.Close()
	err = unix.IoctlSetInt(int(file.Fd()), unix.LOOP_CLR_FD, 0)
	if err != nil && !errors.Is(err, unix.ENXIO) {
		return fmt.Errorf("detaching %s: %w", device, err)
	}
	return nil
}

// Device is an attached loop device.
type Device struct {
	Path string
	Tag  string
	// Number is the device number of the loop device itself.
	Number uint64
	// BackingDevice and BackingInode identify the file behind it.
	BackingDevice, BackingInode uint64
	// BackingNumber is the device number of the block device behind it, where it is one.
	BackingNumber uint64
}

// List returns all attached loop devices.
func List() ([]Device, error) {
	folders, err := filepath.Glob("/sys/block/loop*/loop")
	if err != nil {
		return nil, err
	}
	var devices []Device
	for _, folder := range folders {
		number, err := strconv.Atoi(strings.TrimPrefix(filepath.Base(filepath.Dir(folder)), "loop"))
		if err != nil {
			continue
		}
		device, err := status(devicePath(number))
		if errors.Is(err, unix.ENXIO) || errors.Is(err, os.ErrNotExist) {
			continue // detached meanwhile
		}
		if err != nil {
			return nil, err
		}
		devices = append(devices, device)
	}
	return devices, nil
}

func status(path string) (Device, error) {
	file, err := os.OpenFile(path, os.O_RDONLY, 0)
	if err != nil {
		return Device{}, err
	}
	defer file.Close()
	info, err := unix.IoctlLoopGetStatus64(int(file.Fd()))
	if err != nil {
		return Device{}, fmt.Errorf("asking %s what it is: %w", path, err)
	}
	var stat unix.Stat_t
	if err := unix.Fstat(int(file.Fd()), &stat); err != nil {
		return Device{}, err
	}
	tag, _, _ := bytes.Cut(info.File_name[:], []byte{0})
	return Device{Path: path, Tag: string(tag), Number: stat.Rdev,
		BackingDevice: info.Device, BackingInode: info.Inode, BackingNumber: info.Rdevice}, nil
}

// Backed returns the devices that are backed by the file.
func Backed(file string) ([]Device, error) {
	var stat unix.Stat_t
	if err := unix.Stat(file, &stat); err != nil {
		return nil, &os.PathError{Op: "stat", Path: file, Err: err}
	}
	all, err := List()
	if err != nil {
		return nil, err
	}
	var found []Device
	for _, device := range all {
		if device.BackingInode == stat.Ino && device.BackingDevice == stat.Dev {
			found = append(found, device)
		}
	}
	return found, nil
}

// Tagged returns the devices whose tag starts with prefix, and those that are stacked upon them, topmost first.
func Tagged(prefix string) ([]Device, error) {
	all, err := List()
	if err != nil {
		return nil, err
	}
	var found []Device
	for _, device := range all {
		if strings.HasPrefix(device.Tag, prefix) {
			found = append(found, device)
		}
	}
	for i := 0; i < len(found); i++ {
		for _, device := range all {
			if device.BackingNumber != 0 && device.BackingNumber == found[i].Number {
				found = append(found, device)
			}
		}
	}
	for i, j := 0, len(found)-1; i < j; i, j = i+1, j-1 {
		found[i], found[j] = found[j], found[i]
	}
	return found, nil
}

func devicePath(number int) string { return "/dev/loop" + strconv.Itoa(number) }
