package sandbox

import (
	"fmt"
	"strconv"
	"strings"

	"csdr.io/testbed/internal/home"
	"csdr.io/testbed/internal/mount"
)

// thaw lets every frozen file system of a running cluster go. A frozen one outlives its last mount and would keep its loop device for ever.
func thaw(cluster home.Cluster) {
	pid, err := PID(cluster)
	if err != nil {
		return // it ended meanwhile
	}
	points, err := mount.Of(strconv.Itoa(pid))
	if err != nil {
		return
	}
	for _, point := range points {
		if strings.HasPrefix(point.Source, "/dev/loop") && (point.Kind == "ext4" || point.Kind == "xfs") {
			// What cannot be opened lies hidden under a later mount, where nobody froze it.
			_ = mount.Thaw(fmt.Sprintf("/proc/%d/root%s", pid, point.Path))
		}
	}
}
