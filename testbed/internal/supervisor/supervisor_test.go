package supervisor

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const plenty = 20 * time.Second

func await(t *testing.T, what string, condition func() bool) {
	t.Helper()
	for deadline := time.Now().Add(plenty); !condition(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("waited in vain: " + what)
		}
	}
}

// serve brings a supervisor up and returns a client of it.
func serve(t *testing.T, s *Supervisor, importer Importer) Client {
	t.Helper()
	// Deeper than the path of a socket may be long.
	dir := filepath.Join(t.TempDir(), strings.Repeat("d", 120))
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	socket := filepath.Join(dir, "s")
	go func() { _ = s.Serve(socket, importer) }()
	client := NewClient(socket)
	await(t, "the socket", func() bool { _, err := client.Progress(t.Context()); return err == nil })
	return client
}

func sleeper(name string, needs ...string) Component {
	return Component{Name: name, Args: []string{"sleep", "1000"}, Needs: needs}
}

func status(t *testing.T, client Client, name string) Status {
	t.Helper()
	all, err := client.Components(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range all {
		if one.Name == name {
			return one
		}
	}
	t.Fatalf("no component is named %s", name)
	return Status{}
}

func TestComponentsStartInOrderAndStepsFollow(t *testing.T) {
	var order []string
	reached := make(chan string, 3)
	note := func(name string) func(context.Context) error {
		return func(context.Context) error { reached <- name; return nil }
	}
	first, second := sleeper("first"), sleeper("second", "step")
	first.Ready, second.Ready = note("first"), note("second")
	s := New([]Component{second, first}, []Step{{Name: "step", Needs: []string{"first"}, Do: note("step")}}, t.TempDir())
	if err := s.Bring(t.Context()); err != nil {
		t.Fatal(err)
	}
	close(reached)
	for name := range reached {
		order = append(order, name)
	}
	if strings.Join(order, " ") != "first step second" {
		t.Errorf("the order is %v", order)
	}
	if report := s.report(); !report.Up || len(report.Lines) != 3 {
		t.Errorf("the report is %+v", report)
	}
	for _, name := range []string{"first", "second"} {
		if err := s.order(t.Context(), name, OrderStop); err != nil {
			t.Error(err)
		}
	}
}

func TestAFailedStepIsReported(t *testing.T) {
	s := New(nil, []Step{
		{Name: "bad", Do: func(context.Context) error { return errors.New("no luck") }},
		{Name: "after", Needs: []string{"bad"}, Do: func(context.Context) error { t.Error("a step ran whose need failed"); return nil }},
	}, t.TempDir())
	if err := s.Bring(t.Context()); err == nil {
		t.Error("Bring gives no error")
	}
	if report := s.report(); report.Up || !strings.Contains(report.Failure, "bad: no luck") {
		t.Errorf("the report is %+v", report)
	}
}

func TestANeedThatDoesNotExistIsAnError(t *testing.T) {
	s := New(nil, []Step{{Name: "a", Needs: []string{"ghost"}, Do: func(context.Context) error { return nil }}}, t.TempDir())
	if err := s.Bring(t.Context()); err == nil || !strings.Contains(err.Error(), "ghost") {
		t.Errorf("Bring = %v", err)
	}
}

func TestOrders(t *testing.T) {
	s := New([]Component{sleeper("one")}, nil, t.TempDir())
	if err := s.Bring(t.Context()); err != nil {
		t.Fatal(err)
	}
	client := serve(t, s, nil)
	first := status(t, client, "one")
	if first.State != Running || first.PID == 0 {
		t.Fatalf("it starts as %+v", first)
	}
	if err := client.Order(t.Context(), "one", OrderKill); err != nil {
		t.Fatal(err)
	}
	await(t, "the restart of what was killed", func() bool {
		now := status(t, client, "one")
		return now.State == Running && now.Starts == 2 && now.PID != first.PID
	})
	if now := status(t, client, "one"); now.LastEnd != "signal: killed" {
		t.Errorf("its last end is %q", now.LastEnd)
	}
	if err := client.Order(t.Context(), "one", OrderStop); err != nil {
		t.Fatal(err)
	}
	await(t, "the stop", func() bool { return status(t, client, "one").State == Stopped })
	time.Sleep(3 * shortestBackoff)
	if now := status(t, client, "one"); now.State != Stopped {
		t.Errorf("what was stopped is %s", now.State)
	}
	if err := client.Order(t.Context(), "one", OrderKill); err == nil {
		t.Error("what does not run can be killed")
	}
	if err := client.Order(t.Context(), "one", OrderStart); err != nil {
		t.Fatal(err)
	}
	if now := status(t, client, "one"); now.State != Running {
		t.Errorf("what was started is %s", now.State)
	}
	for _, order := range [][2]string{{"two", OrderStart}, {"one", "dance"}} {
		if err := client.Order(t.Context(), order[0], order[1]); err == nil {
			t.Errorf("the order %v is taken", order)
		}
	}
	if err := client.Order(t.Context(), "one", OrderStop); err != nil {
		t.Fatal(err)
	}
}

func TestImportStreamsAndReportsErrors(t *testing.T) {
	s := New(nil, nil, t.TempDir())
	client := serve(t, s, func(_ context.Context, archive io.Reader) error {
		data, err := io.ReadAll(archive)
		if err == nil && string(data) != "good" {
			err = errors.New("bad archive: " + string(data))
		}
		return err
	})
	if err := client.Import(t.Context(), strings.NewReader("good")); err != nil {
		t.Error(err)
	}
	if err := client.Import(t.Context(), strings.NewReader("evil")); err == nil || !strings.Contains(err.Error(), "bad archive: evil") {
		t.Errorf("Import = %v", err)
	}
}

func TestComponentsDoNotHeedTheStartersCluster(t *testing.T) {
	t.Setenv("KUBECONFIG", "/somebody/elses")
	t.Setenv("ETCD_NAME", "other")
	t.Setenv("KEPT", "yes")
	said := filepath.Join(t.TempDir(), "said")
	script := "env >" + said + ".new; mv " + said + ".new " + said + "; exec sleep 60"
	s := New([]Component{{Name: "a", Args: []string{"sh", "-c", script}, Env: []string{"OWN=1"}}}, nil, t.TempDir())
	if err := s.Bring(t.Context()); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.order(context.Background(), "a", OrderStop) }()
	await(t, "what the component was told", func() bool { _, err := os.Stat(said); return err == nil })
	text, err := os.ReadFile(said)
	if err != nil {
		t.Fatal(err)
	}
	told := "\n" + string(text)
	for _, wanted := range []string{"\nKEPT=yes\n", "\nOWN=1\n", "\nPATH="} {
		if !strings.Contains(told, wanted) {
			t.Errorf("%q is missing in %s", wanted, told)
		}
	}
	if strings.Contains(told, "elses") || strings.Contains(told, "ETCD_NAME") {
		t.Errorf("the starter's cluster is told: %s", told)
	}
}
