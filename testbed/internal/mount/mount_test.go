package mount

import (
	"testing"

	"golang.org/x/sys/unix"
)

func TestParse(t *testing.T) {
	line := `36 35 98:257 /mnt1 /mnt/with\040space\134 rw,noatime master:1 - ext3 /dev/root\011x rw,errors=continue` + "\n"
	point, err := parse(line)
	if err != nil {
		t.Fatal(err)
	}
	want := Point{Device: unix.Mkdev(98, 257), Root: "/mnt1", Path: `/mnt/with space\`, Kind: "ext3", Source: "/dev/root\tx"}
	if point != want {
		t.Errorf("parse = %+v, want %+v", point, want)
	}
}

func TestParseRefusesWhatIsNoMount(t *testing.T) {
	for _, line := range []string{"", "36 35 98:0 / / rw", "36 35 98 / / rw - ext4 x rw", "36 35 a:b / / rw - ext4 x rw"} {
		if point, err := parse(line); err == nil {
			t.Errorf("parse(%q) = %+v, want an error", line, point)
		}
	}
}
