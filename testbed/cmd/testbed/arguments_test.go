package main

import "testing"

func TestParseUp(t *testing.T) {
	for _, test := range []struct {
		args []string
		want upOptions
	}{
		{nil, upOptions{name: "csdr"}},
		{[]string{"other"}, upOptions{name: "other"}},
		{[]string{"--kubernetes", "1.33"}, upOptions{name: "csdr", kubernetes: "v1.33"}},
		{[]string{"--kubernetes=v1.33", "other"}, upOptions{name: "other", kubernetes: "v1.33"}},
	} {
		if got, err := parseUp(test.args); err != nil || got != test.want {
			t.Errorf("parseUp(%q) = %+v, %v, want %+v", test.args, got, err, test.want)
		}
	}
	for _, args := range [][]string{{"a", "b"}, {"--kubernetes"}, {"--unknown"}} {
		if got, err := parseUp(args); err == nil {
			t.Errorf("parseUp(%q) = %+v, want an error", args, got)
		}
	}
}

func TestParseDown(t *testing.T) {
	if got, err := parseDown([]string{"x", "--keep"}); err != nil || got != (downOptions{name: "x", keep: true}) {
		t.Errorf("parseDown = %+v, %v", got, err)
	}
	for _, args := range [][]string{{"a", "b"}, {"--keep", "--purge"}, {"--unknown"}} {
		if got, err := parseDown(args); err == nil {
			t.Errorf("parseDown(%q) = %+v, want an error", args, got)
		}
	}
}
