package image

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func writeTree(t *testing.T, root string) {
	t.Helper()
	for _, dir := range []string{"b", "a"} {
		if err := os.MkdirAll(filepath.Join(root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(root, "b", "file"), []byte("content"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(filepath.Join(root, "b", "file"), filepath.Join(root, "b", "name")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../b", filepath.Join(root, "a", "link")); err != nil {
		t.Fatal(err)
	}
}

func readTar(t *testing.T, data []byte) (headers []*tar.Header, contents map[string][]byte) {
	t.Helper()
	contents = map[string][]byte{}
	for reader := tar.NewReader(bytes.NewReader(data)); ; {
		header, err := reader.Next()
		if errors.Is(err, io.EOF) {
			return headers, contents
		}
		if err != nil {
			t.Fatal(err)
		}
		headers = append(headers, header)
		if contents[header.Name], err = io.ReadAll(reader); err != nil {
			t.Fatal(err)
		}
	}
}

func archive(t *testing.T) []byte {
	t.Helper()
	root := t.TempDir()
	writeTree(t, root)
	target := filepath.Join(t.TempDir(), "image.tar")
	if err := Archive(target, "localhost/x:1", root, Config{Cmd: []string{"run"}}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(target)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestTheSameFilesMakeTheSameArchive(t *testing.T) {
	first := archive(t)
	time.Sleep(10 * time.Millisecond) // so that the files' own times differ
	if !bytes.Equal(first, archive(t)) {
		t.Error("two archives of the same files differ")
	}
}

func TestTheArchiveIsWhatDockerSaves(t *testing.T) {
	_, files := readTar(t, archive(t))
	var manifest []struct {
		Config   string
		RepoTags []string
		Layers   []string
	}
	if err := json.Unmarshal(files["manifest.json"], &manifest); err != nil {
		t.Fatal(err)
	}
	if len(manifest) != 1 || len(manifest[0].RepoTags) != 1 || manifest[0].RepoTags[0] != "localhost/x:1" || len(manifest[0].Layers) != 1 {
		t.Fatalf("manifest %+v", manifest)
	}
	description := files[manifest[0].Config]
	if sum := sha256.Sum256(description); manifest[0].Config != hex.EncodeToString(sum[:])+".json" {
		t.Errorf("the description is named %s", manifest[0].Config)
	}
	var image struct {
		Config Config
		RootFS struct {
			DiffIDs []string `json:"diff_ids"`
		}
	}
	if err := json.Unmarshal(description, &image); err != nil {
		t.Fatal(err)
	}
	layer := files[manifest[0].Layers[0]]
	if sum := sha256.Sum256(layer); len(image.RootFS.DiffIDs) != 1 || image.RootFS.DiffIDs[0] != "sha256:"+hex.EncodeToString(sum[:]) {
		t.Errorf("the layer's digests are %v", image.RootFS.DiffIDs)
	}
	if len(image.Config.Cmd) != 1 || image.Config.Cmd[0] != "run" {
		t.Errorf("the command is %v", image.Config.Cmd)
	}
	checkLayer(t, layer)
}

func checkLayer(t *testing.T, layer []byte) {
	t.Helper()
	headers, contents := readTar(t, layer)
	want := []struct {
		name string
		kind byte
		link string
	}{
		{"a/", tar.TypeDir, ""}, {"a/link", tar.TypeSymlink, "../b"},
		{"b/", tar.TypeDir, ""}, {"b/file", tar.TypeReg, ""}, {"b/name", tar.TypeLink, "b/file"},
	}
	if len(headers) != len(want) {
		t.Fatalf("the layer has %d entries, want %d", len(headers), len(want))
	}
	for i, header := range headers {
		if header.Name != want[i].name || header.Typeflag != want[i].kind || header.Linkname != want[i].link {
			t.Errorf("entry %d is %s %c %s, want %+v", i, header.Name, header.Typeflag, header.Linkname, want[i])
		}
	}
	if string(contents["b/file"]) != "content" || headers[3].Mode != 0o640 || headers[3].Uid != os.Getuid() {
		t.Errorf("b/file is %q with mode %o and owner %d", contents["b/file"], headers[3].Mode, headers[3].Uid)
	}
}
