package machine

import (
	"os"
	"path/filepath"
	"testing"
)

func TestRaise(t *testing.T) {
	for before, after := range map[string]string{"128\n": "1024", "1024\n": "1024\n", "4096\n": "4096\n"} {
		file := filepath.Join(t.TempDir(), "limit")
		if err := os.WriteFile(file, []byte(before), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := raise(file, 1024); err != nil {
			t.Fatal(err)
		}
		found, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if string(found) != after {
			t.Errorf("%q became %q, want %q", before, found, after)
		}
	}
	file := filepath.Join(t.TempDir(), "limit")
	if err := os.WriteFile(file, []byte("many"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := raise(file, 1024); err == nil {
		t.Error("a limit that is no number was accepted")
	}
}
