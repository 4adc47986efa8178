// Package image makes container images without a container engine: root file systems from Debian packages, archives in the layout of docker save.
package image

import (
	"archive/tar"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// Config is how a container of the image starts.
type Config struct {
	Env        []string `json:"Env,omitempty"`
	Entrypoint []string `json:"Entrypoint,omitempty"`
	Cmd        []string `json:"Cmd,omitempty"`
	WorkingDir string   `json:"WorkingDir,omitempty"`
	User       string   `json:"User,omitempty"`
}

// moment is the time of every file of an image: the same content makes the same archive.
var moment = time.Unix(1672531200, 0)

// Archive writes an image with the folder as its only layer. Owners and modes are those of the folder's files.
func Archive(target, reference, folder string, config Config) error {
	layer, err := os.CreateTemp(filepath.Dir(target), ".layer-")
	if err != nil {
		return err
	}
	defer os.Remove(layer.Name())
	defer layer.Close()
	sum := sha256.New()
	if err := writeLayer(io.MultiWriter(layer, sum), folder); err != nil {
		return fmt.Errorf("packing %s: %w", folder, err)
	}
	digest := hex.EncodeToString(sum.Sum(nil))
	description, err := json.Marshal(map[string]any{
		"architecture": runtime.GOARCH,
		"os":           "linux",
		"created":      moment.UTC().Format(time.RFC3339),
		"config":       config,
		"rootfs":       map[string]any{"type": "layers", "diff_ids": []string{"sha256:" + digest}},
		"history":      []map[string]string{{"created": moment.UTC().Format(time.RFC3339), "created_by": "csdr testbed"}},
	})
	if err != nil {
		return err
	}
	descriptionSum := sha256.Sum256(description)
	descriptionName := hex.EncodeToString(descriptionSum[:]) + ".json"
	manifest, err := json.Marshal([]map[string]any{{
		"Config": descriptionName, "RepoTags": []string{reference}, "Layers": []string{digest + "/layer.tar"},
	}})
	if err != nil {
		return err
	}
	return writeArchive(target, layer, []entry{
		{descriptionName, description}, {digest + "/layer.tar", nil}, {"manifest.json", manifest},
	})
}

// entry is a file of the archive; nil content stands for the layer.
type entry struct {
	name    string
	content []byte
}

func writeArchive(target string, layer *os.File, entries []entry) error {
	size, err := layer.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	if _, err := layer.Seek(0, io.SeekStart); err != nil {
		return err
	}
	temporary := target + ".new"
	file, err := os.Create(temporary)
	if err != nil {
		return err
	}
	defer file.Close()
	archive := tar.NewWriter(file)
	for _, entry := range entries {
		header := &tar.Header{Name: entry.name, Mode: 0o644, ModTime: moment, Size: int64(len(entry.content))}
		if entry.content == nil {
			header.Size = size
		}
		if err := archive.WriteHeader(header); err != nil {
			return err
		}
		if entry.content == nil {
			_, err = io.Copy(archive, layer)
		} else {
			_, err = archive.Write(entry.content)
		}
		if err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(temporary, target)
}

// inode tells files with several names.
type inode struct{ device, number uint64 }

// writeLayer writes the folder's files in the order of their names.
func writeLayer(w io.Writer, folder string) error {
	layer := tar.NewWriter(w)
	seen := map[inode]string{}
	err := filepath.WalkDir(folder, func(path string, item fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(folder, path)
		if err != nil || name == "." {
			return err
		}
		return writeFile(layer, seen, path, name)
	})
	if err != nil {
		return err
	}
	return layer.Close()
}

func writeFile(layer *tar.Writer, seen map[inode]string, path, name string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	link := ""
	if info.Mode()&fs.ModeSymlink != 0 {
		if link, err = os.Readlink(path); err != nil {
			return err
		}
	}
	header, err := tar.FileInfoHeader(info, link)
	if err != nil {
		return err
	}
	header.Name = name
	if info.IsDir() {
		header.Name += "/"
	}
	header.ModTime, header.AccessTime, header.ChangeTime = moment, time.Time{}, time.Time{}
	header.Uname, header.Gname = "", ""
	header.Format = tar.FormatPAX
	stat := info.Sys().(*syscall.Stat_t)
	if info.Mode().IsRegular() {
		if stat.Nlink > 1 {
			key := inode{stat.Dev, stat.Ino}
			if first, ok := seen[key]; ok {
				header.Typeflag, header.Linkname, header.Size = tar.TypeLink, first, 0
				return layer.WriteHeader(header)
			}
			seen[key] = name
		}
		if err := addCapabilities(header, path); err != nil {
			return err
		}
	}
	if err := layer.WriteHeader(header); err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(layer, file)
	return err
}

// addCapabilities keeps the only extended attribute that programs of Debian packages have.
func addCapabilities(header *tar.Header, path string) error {
	const name = "security.capability"
	value := make([]byte, 64)
	size, err := unix.Lgetxattr(path, name, value)
	if err == unix.ENODATA || err == unix.ENOTSUP {
		return nil
	}
	if err != nil {
		return &fs.PathError{Op: "getxattr", Path: path, Err: err}
	}
	header.PAXRecords = map[string]string{"SCHILY.xattr." + name: string(value[:size])}
	return nil
}
