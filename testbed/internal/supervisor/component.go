// Package supervisor runs the components of a cluster, restarts what ends, and takes orders over a Unix socket.
package supervisor

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Component is one program of the cluster.
type Component struct {
	Name string
	Args []string // the program and its arguments
	Env  []string // in addition to what it inherits
	// Needs names the components that must be ready before the first start.
	Needs []string
	// Ready returns nil once the component serves. Nil means: as soon as it runs.
	Ready func(ctx context.Context) error
}

// State of a component.
type State string

// A component is Waiting before its first start, Running while its process lives, Backoff between an unexpected end and the next start,
// and Stopped when somebody asked for that.
const (
	Waiting State = "waiting"
	Running State = "running"
	Backoff State = "backoff"
	Stopped State = "stopped"
)

// Status tells how a component does.
type Status struct {
	Name   string `json:"name"`
	State  State  `json:"state"`
	PID    int    `json:"pid,omitempty"`
	Starts int    `json:"starts"`
	// LastEnd says how the process ended the last time.
	LastEnd string `json:"lastEnd,omitempty"`
}

const (
	shortestBackoff = 200 * time.Millisecond
	longestBackoff  = 5 * time.Second
	stopPatience    = 10 * time.Second
)

// runner owns the process of one component.
type runner struct {
	component Component
	log       string

	mutex   sync.Mutex
	status  Status
	wanted  bool
	process *os.Process
	changed chan struct{} // closed and replaced whenever wanted or process changes
}

func newRunner(component Component, logs string) *runner {
	return &runner{
		component: component,
		log:       filepath.Join(logs, component.Name+".log"),
		status:    Status{Name: component.Name, State: Waiting},
		wanted:    true,
		changed:   make(chan struct{}),
	}
}

func (r *runner) signalChange() {
	close(r.changed)
	r.changed = make(chan struct{})
}

func (r *runner) snapshot() Status {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return r.status
}

// keep runs the component whenever it is wanted; it does not return.
func (r *runner) keep() {
	backoff := shortestBackoff
	for {
		r.awaitWanted()
		start := time.Now()
		end := r.once()
		r.mutex.Lock()
		r.process, r.status.PID, r.status.LastEnd = nil, 0, end
		wanted := r.wanted
		r.status.State = Stopped
		if wanted {
			r.status.State = Backoff
		}
		r.signalChange()
		changed := r.changed
		r.mutex.Unlock()
		if !wanted {
			backoff = shortestBackoff
			continue
		}
		if time.Since(start) > longestBackoff {
			backoff = shortestBackoff
		}
		select {
		case <-time.After(backoff):
		case <-changed: // an order cuts the wait short
		}
		backoff = min(2*backoff, longestBackoff)
	}
}

func (r *runner) awaitWanted() {
	for {
		r.mutex.Lock()
		wanted, changed := r.wanted, r.changed
		r.mutex.Unlock()
		if wanted {
			return
		}
		<-changed
	}
}

// inherited is the part of an environment that components get. Some of them heed these variables more than their flags: with the KUBECONFIG
// of whoever started the testbed, a provisioner would work in that cluster.
func inherited(environment []string) []string {
	return slices.DeleteFunc(slices.Clone(environment), func(variable string) bool {
		return slices.ContainsFunc([]string{"KUBECONFIG=", "KUBERNETES_SERVICE_", "ETCD_", "CONTAINERD_"}, func(prefix string) bool {
			return strings.HasPrefix(variable, prefix)
		})
	})
}

// once runs the process to its end and says how it ended.
func (r *runner) once() string {
	log, err := os.OpenFile(r.log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return err.Error()
	}
	defer log.Close()
	fmt.Fprintf(log, "--- %s starts at %s\n", r.component.Name, time.Now().Format(time.RFC3339))
	command := exec.Command(r.component.Args[0], r.component.Args[1:]...)
	command.Env = append(inherited(os.Environ()), r.component.Env...)
	command.Dir = "/"
	command.Stdout, command.Stderr = log, log
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	r.mutex.Lock()
	if !r.wanted { // stopped between the decision to start and now
		end := r.status.LastEnd
		r.mutex.Unlock()
		return end
	}
	if err := command.Start(); err != nil {
		r.mutex.Unlock()
		return err.Error()
	}
	r.process = command.Process
	r.status.State, r.status.PID = Running, command.Process.Pid
	r.status.Starts++
	r.signalChange()
	r.mutex.Unlock()
	err = command.Wait()
	fmt.Fprintf(log, "--- %s ended: %s\n", r.component.Name, command.ProcessState)
	if err != nil {
		return err.Error()
	}
	return command.ProcessState.String()
}

// start wants the component to run.
func (r *runner) start() {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.wanted = true
	r.signalChange()
}

// stop wants the component not to run and returns when it has ended.
func (r *runner) stop(signal syscall.Signal) {
	r.mutex.Lock()
	r.wanted = false
	if r.process == nil {
		r.status.State = Stopped
	} else {
		_ = r.process.Signal(signal)
	}
	r.signalChange()
	r.mutex.Unlock()
	r.awaitEnd()
}

// kill ends the process the hard way and leaves the restart to keep.
func (r *runner) kill() error {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.process == nil {
		return errors.New(r.component.Name + " does not run")
	}
	return r.process.Kill()
}

func (r *runner) awaitEnd() {
	timeout := time.After(stopPatience)
	for {
		r.mutex.Lock()
		process, changed := r.process, r.changed
		r.mutex.Unlock()
		if process == nil {
			return
		}
		select {
		case <-changed:
		case <-timeout:
			_ = process.Kill()
			timeout = nil
		}
	}
}

// awaitReady returns when the component serves.
func (r *runner) awaitReady(ctx context.Context) error {
	for {
		running := r.snapshot().State == Running
		var err error
		if !running {
			err = fmt.Errorf("its process does not run (%s), see %s", r.snapshot().LastEnd, r.log)
		} else if r.component.Ready != nil {
			attempt, cancel := context.WithTimeout(ctx, 2*time.Second)
			err = r.component.Ready(attempt)
			cancel()
		}
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s is not ready: %w", r.component.Name, err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
