package toolchain

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestToolPackagesReadsBothFormsOfToolLines(t *testing.T) {
	for text, want := range map[string][]string{
		"module x\n\ntool example.org/a/cmd/b\n":                                                   {"example.org/a/cmd/b"},
		"module x\n\ntool (\n\texample.org/a\n\texample.org/b/v2\n)\n\nrequire example.org/c v1\n": {"example.org/a", "example.org/b/v2"},
	} {
		file := filepath.Join(t.TempDir(), "go.mod")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := toolPackages(file)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("toolPackages(%q) = %v, %v, want %v", text, got, err, want)
		}
	}
}

func TestToolPackagesRefusesAModuleWithoutTools(t *testing.T) {
	file := filepath.Join(t.TempDir(), "go.mod")
	if err := os.WriteFile(file, []byte("module x\n\nrequire example.org/c v1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := toolPackages(file); err == nil {
		t.Errorf("toolPackages = %v, want an error", got)
	}
}

// The folders' names are what --kubernetes takes, so each must hold the version that it names, with everything it replaces.
func TestEveryKubernetesFolderHoldsTheVersionThatItNames(t *testing.T) {
	builder := Builder{Source: filepath.Join("..", "..")}
	versions, err := builder.Versions()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(versions, DefaultKubernetes) {
		t.Errorf("the default %s is not among %v", DefaultKubernetes, versions)
	}
	for _, version := range versions {
		dir := filepath.Join(builder.Source, "tools", "kubernetes", version)
		stamp, err := kubernetesStamp(dir)
		if err != nil {
			t.Error(err)
			continue
		}
		if !strings.Contains(stamp, "gitVersion="+version+".") {
			t.Errorf("%s is stamped %s", version, stamp)
		}
		data, err := os.ReadFile(filepath.Join(dir, "go.mod"))
		if err != nil {
			t.Fatal(err)
		}
		staging := "v0" + strings.TrimPrefix(version, "v1") + "."
		replaced := 0
		for line := range strings.Lines(string(data)) {
			if _, after, ok := strings.Cut(line, " => "); ok {
				replaced++
				if !strings.Contains(after, " "+staging) {
					t.Errorf("%s replaces with %s", version, strings.TrimSpace(after))
				}
			}
		}
		if replaced < 25 {
			t.Errorf("%s replaces only %d modules", version, replaced)
		}
	}
}

func TestEveryProgramApartHasAPinnedModuleOfItsName(t *testing.T) {
	builder := Builder{Source: filepath.Join("..", "..")}
	for _, name := range Apart {
		packages, err := toolPackages(filepath.Join(builder.tools(name), "go.mod"))
		if err != nil {
			t.Error(err)
			continue
		}
		if len(packages) != 1 || (set{}).program(packages[0]) != name {
			t.Errorf("the tools of %s are %v", name, packages)
		}
		if _, err := fingerprint(set{name: name, dir: builder.tools(name)}); err != nil {
			t.Error(err)
		}
	}
}

func TestUnknownToolsAreRefused(t *testing.T) {
	for _, name := range []string{"", "coredns", "../minio"} {
		if path, err := (Builder{Source: filepath.Join("..", "..")}).Tool(t.Context(), name); err == nil {
			t.Errorf("Tool(%q) = %s, want an error", name, path)
		}
	}
}
