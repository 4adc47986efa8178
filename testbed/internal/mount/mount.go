// Package mount reads the kernel's table of mounts.
package mount

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// Point is one mount.
type Point struct {
	// Device is the number of the file system's device, as stat reports it.
	Device uint64
	// Root is the folder of the file system that is seen at Path.
	Root string
	Path string
	Kind string
	// Source is what was mounted, such as a device's path.
	Source string
}

// Of returns the mounts that a process sees; process is a number or "self".
func Of(process string) ([]Point, error) {
	data, err := os.ReadFile("/proc/" + process + "/mountinfo")
	if err != nil {
		return nil, err
	}
	var points []Point
	for line := range strings.Lines(string(data)) {
		point, err := parse(line)
		if err != nil {
			return nil, err
		}
		points = append(points, point)
	}
	return points, nil
}

// At returns the topmost mount at that path, or nil.
func At(path string) (*Point, error) {
	points, err := Of("self")
	if err != nil {
		return nil, err
	}
	var found *Point
	for i := range points {
		if points[i].Path == path {
			found = &points[i]
		}
	}
	return found, nil
}

// parse reads a line of mountinfo, which proc_pid_mountinfo(5) describes.
func parse(line string) (Point, error) {
	before, after, ok := strings.Cut(line, " - ")
	first, last := strings.Fields(before), strings.Fields(after)
	if !ok || len(first) < 6 || len(last) < 2 {
		return Point{}, fmt.Errorf("mountinfo has the line %q", line)
	}
	major, minor, ok := strings.Cut(first[2], ":")
	majorNumber, majorErr := strconv.ParseUint(major, 10, 32)
	minorNumber, minorErr := strconv.ParseUint(minor, 10, 32)
	if !ok || majorErr != nil || minorErr != nil {
		return Point{}, fmt.Errorf("mountinfo has the device %q", first[2])
	}
	return Point{
		Device: unix.Mkdev(uint32(majorNumber), uint32(minorNumber)),
		Root:   unescape(first[3]),
		Path:   unescape(first[4]),
		Kind:   last[0],
		Source: unescape(last[1]),
	}, nil
}

// unescape undoes the kernel's octal escapes of white space and backslashes.
func unescape(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var plain strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+3 < len(text) {
			if code, err := strconv.ParseUint(text[i+1:i+4], 8, 8); err == nil {
				plain.WriteByte(byte(code))
				i += 3
				continue
			}
		}
		plain.WriteByte(text[i])
	}
	return plain.String()
}
