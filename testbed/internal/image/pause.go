package image

import (
	"os"
	"path/filepath"
)

// Pause makes the image that holds pods' namespaces, of the one static program, unless it is there already.
func Pause(folder, program, reference string) (string, error) {
	target := filepath.Join(folder, "pause.tar")
	built, err := os.Stat(program)
	if err != nil {
		return "", err
	}
	if made, err := os.Stat(target); err == nil && made.ModTime().After(built.ModTime()) {
		return target, nil
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	root, err := os.MkdirTemp(folder, ".pause-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(root)
	data, err := os.ReadFile(program)
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(root, "pause"), data, 0o755); err != nil {
		return "", err
	}
	return target, Archive(target, reference, root, Config{Entrypoint: []string{"/pause"}, User: "65535:65535"})
}
