// Package pool keeps volumes and snapshots on a btrfs file system. Each is a subvolume, so a snapshot or a clone is made at once whatever its size.
//
// A record (a small JSON file) is written after the data is complete and removed before nothing else is left; data without a record is
// what a crash left over, and the next operation on the same id clears it away. So every operation may be repeated.
package pool

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Kind is how a volume holds its data.
type Kind string

// A Folder volume is the subvolume itself. The others are a disk image inside of it: with a file system, or raw.
const (
	Folder Kind = "folder"
	Ext4   Kind = "ext4"
	XFS    Kind = "xfs"
	Raw    Kind = "raw"
)

// image reports whether volumes of the kind are disk images.
func (k Kind) image() bool { return k != Folder }

// Errors that callers tell apart.
var (
	ErrNotFound  = errors.New("not found")
	ErrDifferent = errors.New("exists already and is different")
	ErrInUse     = errors.New("is in use")
	ErrUnfit     = errors.New("does not fit")
)

// Volume is the record of a volume.
type Volume struct {
	ID    string `json:"id"`
	Kind  Kind   `json:"kind"`
	Bytes int64  `json:"bytes"`
	// Source is the id of the snapshot or volume that it started as a copy of.
	Source string `json:"source,omitempty"`
	// Grown means that the disk image is larger than the XFS copied into it, which grows when it is mounted.
	Grown bool `json:"grown,omitempty"`
}

// Snapshot is the record of a snapshot.
type Snapshot struct {
	ID      string    `json:"id"`
	Volume  string    `json:"volume"`
	Kind    Kind      `json:"kind"`
	Bytes   int64     `json:"bytes"`
	Created time.Time `json:"created"`
}

// Pool is a folder of a mounted btrfs.
type Pool struct {
	dir   string
	tag   string
	locks keyedLocks
}

// Open uses dir, which lies on btrfs, as a pool. Loop devices of its volumes get the tag.
func Open(dir, tag string) (*Pool, error) {
	for _, kind := range []string{"volumes", "snapshots"} {
		if err := os.MkdirAll(filepath.Join(dir, kind), 0o700); err != nil {
			return nil, err
		}
	}
	return &Pool{dir: dir, tag: tag}, nil
}

var validID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$`)

func checkID(id string) error {
	if !validID.MatchString(id) {
		return fmt.Errorf("id %q: %w", id, ErrNotFound)
	}
	return nil
}

func (p *Pool) volumeDir(id string) string { return filepath.Join(p.dir, "volumes", id) }

func (p *Pool) snapshotDir(id string) string { return filepath.Join(p.dir, "snapshots", id) }

func data(dir string) string { return filepath.Join(dir, "data") }

func disk(dir string) string { return filepath.Join(dir, "data", "disk.img") }

// Volume returns a volume's record.
func (p *Pool) Volume(id string) (Volume, error) {
	var volume Volume
	if err := checkID(id); err != nil {
		return volume, err
	}
	return volume, readRecord(p.volumeDir(id), &volume)
}

// Snapshot returns a snapshot's record.
func (p *Pool) Snapshot(id string) (Snapshot, error) {
	var snapshot Snapshot
	if err := checkID(id); err != nil {
		return snapshot, err
	}
	return snapshot, readRecord(p.snapshotDir(id), &snapshot)
}

// Snapshots returns all snapshots, ordered by id.
func (p *Pool) Snapshots() ([]Snapshot, error) {
	entries, err := os.ReadDir(filepath.Join(p.dir, "snapshots"))
	if err != nil {
		return nil, err
	}
	var snapshots []Snapshot
	for _, entry := range entries {
		snapshot, err := p.Snapshot(entry.Name())
		if errors.Is(err, ErrNotFound) {
			continue // left over, or being made
		}
		if err != nil {
			return nil, err
		}
		snapshots = append(snapshots, snapshot)
	}
	return snapshots, nil
}

// Free returns how many bytes may still be written.
func (p *Pool) Free() (int64, error) {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(p.dir, &stat); err != nil {
		return 0, err
	}
	return int64(stat.Bavail) * stat.Bsize, nil
}

// CreateSnapshot freezes a volume's present content under an id. Doing it again returns the first.
func (p *Pool) CreateSnapshot(id, volumeID string) (Snapshot, error) {
	if err := checkID(id); err != nil {
		return Snapshot{}, err
	}
	defer p.locks.lock("snapshot "+id, "volume "+volumeID)()
	volume, volumeErr := p.Volume(volumeID)
	existing, err := p.Snapshot(id)
	switch {
	case err == nil && existing.Volume == volumeID:
		return existing, nil
	case err == nil:
		return existing, fmt.Errorf("snapshot %s of volume %s %w", id, existing.Volume, ErrDifferent)
	case !errors.Is(err, ErrNotFound):
		return existing, err
	case volumeErr != nil:
		return existing, volumeErr
	}
	if err := p.flush(volume); err != nil {
		return Snapshot{}, fmt.Errorf("flushing volume %s: %w", volumeID, err)
	}
	snapshot := Snapshot{ID: id, Volume: volumeID, Kind: volume.Kind, Bytes: volume.Bytes, Created: time.Now().UTC()}
	dir := p.snapshotDir(id)
	if err := copySubvolume(p.volumeDir(volumeID), dir, "-r"); err != nil {
		return Snapshot{}, err
	}
	return snapshot, writeRecord(dir, snapshot)
}

// DeleteSnapshot removes a snapshot; one that is not there is fine.
func (p *Pool) DeleteSnapshot(id string) error {
	if checkID(id) != nil {
		return nil
	}
	defer p.locks.lock("snapshot " + id)()
	return remove(p.snapshotDir(id))
}

// DeleteVolume removes a volume that nobody uses; one that is not there is fine.
func (p *Pool) DeleteVolume(id string) error {
	if checkID(id) != nil {
		return nil
	}
	defer p.locks.lock("volume " + id)()
	users, err := p.users(id)
	if err != nil {
		return err
	}
	if len(users) > 0 {
		return fmt.Errorf("volume %s %w: %s", id, ErrInUse, strings.Join(users, ", "))
	}
	return remove(p.volumeDir(id))
}

const record = "record.json"

func readRecord(dir string, into any) error {
	content, err := os.ReadFile(filepath.Join(dir, record))
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%s %w", filepath.Base(dir), ErrNotFound)
	}
	if err != nil {
		return err
	}
	if err := json.Unmarshal(content, into); err != nil {
		return fmt.Errorf("%s: %w", filepath.Join(dir, record), err)
	}
	return nil
}

func writeRecord(dir string, from any) error {
	content, err := json.Marshal(from)
	if err != nil {
		return err
	}
	temporary := filepath.Join(dir, record+".new")
	if err := os.WriteFile(temporary, content, 0o600); err != nil {
		return err
	}
	return os.Rename(temporary, filepath.Join(dir, record))
}

// newSubvolume makes dir with an empty subvolume for data, in the place of what a crash left.
func newSubvolume(dir string) error {
	if err := remove(dir); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	if err := btrfs("subvolume", "create", data(dir)); err != nil {
		return err
	}
	return os.Chmod(data(dir), 0o755)
}

// copySubvolume makes dir with a copy of another's data, in the place of what a crash left.
func copySubvolume(from, dir string, options ...string) error {
	if err := remove(dir); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return err
	}
	return btrfs(slices.Concat([]string{"subvolume", "snapshot"}, options, []string{data(from), data(dir)})...)
}

func remove(dir string) error {
	if _, err := os.Lstat(data(dir)); err == nil {
		if err := btrfs("subvolume", "delete", data(dir)); err != nil {
			return err
		}
	}
	return os.RemoveAll(dir)
}

func btrfs(args ...string) error { return run("btrfs", args...) }

func run(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, strings.TrimSpace(string(out)))
	}
	return nil
}

// keyedLocks lets operations on different ids run side by side.
type keyedLocks struct {
	mutex sync.Mutex
	held  map[string]*sync.Mutex
}

// lock takes the locks of all keys, in an order that all callers share, and returns what lets go of them.
func (l *keyedLocks) lock(keys ...string) func() {
	slices.Sort(keys)
	keys = slices.Compact(keys)
	var taken []*sync.Mutex
	for _, key := range keys {
		l.mutex.Lock()
		if l.held == nil {
			l.held = map[string]*sync.Mutex{}
		}
		if l.held[key] == nil {
			l.held[key] = &sync.Mutex{}
		}
		mutex := l.held[key]
		l.mutex.Unlock()
		mutex.Lock()
		taken = append(taken, mutex)
	}
	return func() {
		for _, mutex := range taken {
			mutex.Unlock()
		}
	}
}
