package pool

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// Smallest disk images that the mkfs programs take.
const (
	smallestExt4 = 16 << 20
	smallestXFS  = 320 << 20
)

// Origin is what a new volume starts as a copy of; the zero value stands for an empty one.
type Origin struct{ Snapshot, Volume string }

func (o Origin) key() string {
	switch {
	case o.Snapshot != "":
		return "snapshot " + o.Snapshot
	case o.Volume != "":
		return "volume " + o.Volume
	default:
		return ""
	}
}

// CreateVolume makes a volume of at least that many bytes. Doing it again returns the first.
func (p *Pool) CreateVolume(id string, kind Kind, bytes int64, origin Origin) (Volume, error) {
	if err := checkID(id); err != nil {
		return Volume{}, err
	}
	defer p.locks.lock("volume "+id, origin.key())()
	wanted := Volume{ID: id, Kind: kind, Bytes: roundUp(kind, bytes), Source: origin.Snapshot + origin.Volume}
	existing, err := p.Volume(id)
	if err == nil {
		if existing.Kind != wanted.Kind || existing.Bytes != wanted.Bytes || existing.Source != wanted.Source {
			return existing, fmt.Errorf("volume %s %w", id, ErrDifferent)
		}
		return existing, nil
	}
	if !errors.Is(err, ErrNotFound) {
		return existing, err
	}
	if wanted.Source == "" {
		err = p.fillEmpty(wanted)
	} else {
		err = p.fillFrom(&wanted, origin)
	}
	if err != nil {
		return Volume{}, err
	}
	return wanted, writeRecord(p.volumeDir(id), wanted)
}

func roundUp(kind Kind, bytes int64) int64 {
	const unit = 1 << 20
	bytes = (bytes + unit - 1) / unit * unit
	switch kind {
	case Ext4:
		return max(bytes, smallestExt4)
	case XFS:
		return max(bytes, smallestXFS)
	case Raw, Folder:
		return max(bytes, unit)
	}
	panic("kind " + string(kind))
}

func (p *Pool) fillEmpty(volume Volume) error {
	free, err := p.Free()
	if err != nil {
		return err
	}
	if volume.Bytes > free {
		return fmt.Errorf("volume of %d bytes: the pool has %d: %w", volume.Bytes, free, ErrUnfit)
	}
	dir := p.volumeDir(volume.ID)
	if err := newSubvolume(dir); err != nil {
		return err
	}
	if !volume.Kind.image() {
		return nil
	}
	if err := os.WriteFile(disk(dir), nil, 0o600); err != nil {
		return err
	}
	if err := os.Truncate(disk(dir), volume.Bytes); err != nil {
		return err
	}
	switch volume.Kind {
	case Ext4:
		return run("mkfs.ext4", "-q", "-F", "-m", "0", "-E", "lazy_itable_init=0,lazy_journal_init=0", disk(dir))
	case XFS:
		return run("mkfs.xfs", "-q", disk(dir))
	case Raw, Folder:
	}
	return nil
}

// fillFrom starts the volume as a copy. A disk image may change between raw and a file system, which is then the one inside.
func (p *Pool) fillFrom(volume *Volume, origin Origin) error {
	kind, bytes, dir, err := p.resolve(origin)
	if err != nil {
		return err
	}
	if kind.image() != volume.Kind.image() {
		return fmt.Errorf("a volume of kind %s cannot start as a copy of a %s: %w", volume.Kind, kind, ErrUnfit)
	}
	if volume.Bytes < bytes {
		return fmt.Errorf("a volume of %d bytes cannot start as a copy of %d bytes: %w", volume.Bytes, bytes, ErrUnfit)
	}
	target := p.volumeDir(volume.ID)
	if err := copySubvolume(dir, target); err != nil {
		return err
	}
	if !volume.Kind.image() || volume.Bytes == bytes {
		return nil
	}
	if err := os.Truncate(disk(target), volume.Bytes); err != nil {
		return err
	}
	volume.Grown = volume.Kind == XFS
	if volume.Kind != Ext4 {
		return nil
	}
	return growExt4(disk(target))
}

// growExt4 grows a file system that is not mounted; growing a mounted one takes CAP_SYS_RESOURCE, which not every root has.
func growExt4(image string) error {
	out, err := exec.Command("e2fsck", "-f", "-p", image).CombinedOutput()
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		err = nil // the journal was replayed
	}
	if err != nil {
		return fmt.Errorf("e2fsck: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return run("resize2fs", image)
}

func (p *Pool) resolve(origin Origin) (kind Kind, bytes int64, dir string, err error) {
	if origin.Snapshot != "" {
		snapshot, err := p.Snapshot(origin.Snapshot)
		return snapshot.Kind, snapshot.Bytes, p.snapshotDir(origin.Snapshot), err
	}
	volume, err := p.Volume(origin.Volume)
	if err != nil {
		return "", 0, "", err
	}
	if err := p.flush(volume); err != nil {
		return "", 0, "", fmt.Errorf("flushing volume %s: %w", volume.ID, err)
	}
	return volume.Kind, volume.Bytes, p.volumeDir(origin.Volume), nil
}
