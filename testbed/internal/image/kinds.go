package image

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

//go:embed files
var files embed.FS

// User of an image, with a group of the same name and number.
type User struct {
	Name string
	ID   int
	Home string
}

// Folder that an image has beyond those of its packages.
type Folder struct {
	Path  string
	Owner int
	Mode  fs.FileMode
}

// Kind describes one of the test images.
type Kind struct {
	Reference string
	// Packages of Debian, whose dependencies come too.
	Packages []string
	// Without names dependencies that are only needed by installation scripts or by what tests never use.
	Without []string
	// Removed are patterns of paths to leave out.
	Removed []string
	Users   []User
	Folders []Folder
	// Scripts are files of this package put into /usr/local/bin.
	Scripts []string
	Config  Config
}

const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// postgresVersion is the one of Debian 12.
const postgresVersion = "15"

const postgresPath = "PATH=/usr/lib/postgresql/" + postgresVersion + "/bin:" + path

// scriptsOnly are dependencies that installation scripts need.
var scriptsOnly = []string{"debconf", "ucf", "sensible-utils", "ssl-cert", "openssl", "adduser", "locales", "init-system-helpers",
	"readline-common", "passwd", "dpkg", "lsb-base", "sysvinit-utils", "libllvm14", "libz3-4", "perl", "perl-modules-5.36", "libperl5.36",
	"postgresql-common", "postgresql-client-common"}

// Kinds are the test images by name.
var Kinds = map[string]Kind{
	"tools": {
		Reference: "localhost/csdr-tools:1",
		Packages: []string{"tar", "gzip", "zstd", "attr", "acl", "e2fsprogs", "xfsprogs", "mount", "diffutils", "curl", "perl", "rsync", "socat",
			"iproute2", "libcap2-bin", "postgresql-client-" + postgresVersion, "postgresql-" + postgresVersion},
		Without: []string{"debconf", "ucf", "sensible-utils", "ssl-cert", "adduser", "locales", "init-system-helpers", "readline-common",
			"passwd", "dpkg", "lsb-base", "sysvinit-utils", "libllvm14", "libz3-4", "postgresql-common", "postgresql-client-common"},
		Removed: []string{"usr/lib/postgresql/15/lib/*", "usr/share/postgresql/*"},
		Scripts: []string{"idle"},
		Config:  Config{Env: []string{postgresPath, "LANG=C.UTF-8"}, Cmd: []string{"idle"}},
	},
	"postgres": {
		Reference: "localhost/csdr-postgres:1",
		Packages:  []string{"postgresql-" + postgresVersion},
		Without:   scriptsOnly,
		Removed:   []string{"usr/lib/postgresql/*/lib/bitcode", "usr/lib/postgresql/*/lib/llvmjit*", "etc/postgresql*", "var/lib/postgresql"},
		Users:     []User{{"postgres", 999, "/var/lib/postgresql"}},
		Folders:   []Folder{{"var/lib/postgresql/data", 999, 0o700}, {"run/postgresql", 999, fs.ModeSticky | 0o777}},
		Scripts:   []string{"postgres-entrypoint"},
		Config: Config{Env: []string{postgresPath, "LANG=C.UTF-8", "PGDATA=/var/lib/postgresql/data/pgdata"},
			Entrypoint: []string{"postgres-entrypoint"}, Cmd: []string{"postgres"}},
	},
	"mariadb": {
		Reference: "localhost/csdr-mariadb:1",
		Packages:  []string{"mariadb-server", "mariadb-backup"},
		Without:   append([]string{"galera-4", "rsync", "lsof", "socat"}, scriptsOnly...),
		Users:     []User{{"mysql", 999, "/var/lib/mysql"}},
		Folders:   []Folder{{"var/lib/mysql", 999, 0o700}, {"run/mysqld", 999, fs.ModeSticky | 0o777}},
		Scripts:   []string{"mariadb-entrypoint"},
		Config: Config{Env: []string{"PATH=" + path, "LANG=C.UTF-8"},
			Entrypoint: []string{"mariadb-entrypoint"}, Cmd: []string{"mariadbd"}},
	},
	"redis": {
		Reference: "localhost/csdr-redis:1",
		Packages:  []string{"redis-server"},
		Without:   scriptsOnly,
		Users:     []User{{"redis", 999, "/data"}},
		Folders:   []Folder{{"data", 999, 0o700}},
		Scripts:   []string{"redis-entrypoint"},
		Config: Config{Env: []string{"PATH=" + path, "LANG=C.UTF-8"}, WorkingDir: "/data",
			Entrypoint: []string{"redis-entrypoint"}, Cmd: []string{"redis-server"}},
	},
}

// Build makes the image of that kind, unless it is there already, and returns its archive.
func Build(ctx context.Context, folder, name string, progress io.Writer) (string, error) {
	kind, ok := Kinds[name]
	if !ok {
		return "", fmt.Errorf("no image is named %s; there are tools, postgres, mariadb and redis", name)
	}
	pin, err := kind.fingerprint()
	if err != nil {
		return "", err
	}
	target := filepath.Join(folder, name+"-"+pin+".tar")
	if _, err := os.Stat(target); err == nil {
		return target, nil
	}
	start := time.Now()
	fmt.Fprintf(progress, "making the image %s from Debian packages ...\n", kind.Reference)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	work, err := os.MkdirTemp(folder, ".image-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(work)
	root := filepath.Join(work, "root")
	if err := os.Mkdir(root, 0o755); err != nil {
		return "", err
	}
	if err := rootFS(ctx, root, work, kind); err != nil {
		return "", err
	}
	if err := kind.furnish(root); err != nil {
		return "", err
	}
	if err := Archive(target, kind.Reference, root, kind.Config); err != nil {
		return "", err
	}
	fmt.Fprintf(progress, "made %s in %.0f s\n", kind.Reference, time.Since(start).Seconds())
	return target, nil
}

// fingerprint tells descriptions of images apart.
func (k Kind) fingerprint() (string, error) {
	description, err := json.Marshal(k)
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	sum.Write(description)
	for _, script := range k.Scripts {
		data, err := files.ReadFile("files/" + script)
		if err != nil {
			return "", err
		}
		sum.Write(data)
	}
	fmt.Fprint(sum, basePackages, baseRemoved, baseLinks, folderLinks)
	return hex.EncodeToString(sum.Sum(nil))[:12], nil
}

// furnish adds the users, folders and scripts.
func (k Kind) furnish(root string) error {
	for _, user := range k.Users {
		lines := map[string]string{
			"etc/passwd": fmt.Sprintf("%s:x:%d:%d::%s:/bin/sh\n", user.Name, user.ID, user.ID, user.Home),
			"etc/group":  fmt.Sprintf("%s:x:%d:\n", user.Name, user.ID),
		}
		for file, line := range lines {
			if err := appendLine(filepath.Join(root, file), line); err != nil {
				return err
			}
		}
	}
	for _, folder := range k.Folders {
		dir := filepath.Join(root, folder.Path)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		if err := os.Chown(dir, folder.Owner, folder.Owner); err != nil {
			return err
		}
		if err := os.Chmod(dir, folder.Mode); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Join(root, "usr/local/bin"), 0o755); err != nil {
		return err
	}
	for _, script := range k.Scripts {
		data, err := files.ReadFile("files/" + script)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(root, "usr/local/bin", script), data, 0o755); err != nil {
			return err
		}
	}
	return nil
}

func appendLine(file, line string) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	name, _, _ := strings.Cut(line, ":")
	kept := strings.Builder{}
	for old := range strings.Lines(string(data)) {
		if !strings.HasPrefix(old, name+":") {
			kept.WriteString(old)
		}
	}
	return os.WriteFile(file, []byte(kept.String()+line), 0o644)
}
