package sandbox

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"csdr.io/testbed/internal/home"
)

// fithaw is _IOWR('X', 120, int).
const fithaw = 0xc0045878

// thaw lets every frozen file system of the cluster go. A frozen one outlives its last mount and would keep its loop device for ever.
func thaw(cluster home.Cluster) error {
	pid, err := PID(cluster)
	if err != nil {
		return nil // it ended meanwhile
	}
	root := fmt.Sprintf("/proc/%d/root", pid)
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/mountinfo", pid))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(data)) {
		before, after, ok := strings.Cut(line, " - ")
		if !ok {
			continue
		}
		fields, source := strings.Fields(before), strings.Fields(after)
		if len(fields) < 5 || len(source) < 2 || !strings.HasPrefix(source[1], "/dev/loop") {
			continue
		}
		dir, err := os.Open(root + fields[4])
		if err != nil {
			continue // hidden under a later mount
		}
		// EINVAL says that it is not frozen.
		_ = unix.IoctlSetInt(int(dir.Fd()), fithaw, 0)
		_ = dir.Close()
	}
	return nil
}
