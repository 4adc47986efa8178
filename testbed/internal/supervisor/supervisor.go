package supervisor

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"syscall"
	"time"
)

// Step is something to do once while the cluster comes up.
type Step struct {
	Name string
	// Needs names the components and steps that come first.
	Needs []string
	Do    func(ctx context.Context) error
}

// startPatience bounds how long one component or step may take while the cluster comes up.
const startPatience = 3 * time.Minute

// Supervisor keeps components running.
type Supervisor struct {
	runners []*runner
	steps   []Step

	mutex    sync.Mutex
	progress Progress
	reached  map[string]chan struct{}
}

// Progress tells how far the start of the cluster is.
type Progress struct {
	// Lines say what was reached, in order.
	Lines []string `json:"lines"`
	// Up is true once everything was reached.
	Up bool `json:"up"`
	// Failure says why the start ended before that.
	Failure string `json:"failure,omitempty"`
}

// New makes a supervisor; logs is the folder for the components' logs.
func New(components []Component, steps []Step, logs string) *Supervisor {
	s := &Supervisor{steps: steps, reached: map[string]chan struct{}{}}
	for _, component := range components {
		s.runners = append(s.runners, newRunner(component, logs))
		s.reached[component.Name] = make(chan struct{})
	}
	for _, step := range steps {
		s.reached[step.Name] = make(chan struct{})
	}
	return s
}

// Bring starts every component when what it needs is ready, does the steps, and returns when all is reached or one thing failed.
func (s *Supervisor) Bring(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	begin := time.Now()
	var group sync.WaitGroup
	for _, runner := range s.runners {
		group.Go(func() {
			err := s.reach(ctx, begin, runner.component.Name, runner.component.Needs, func(ctx context.Context) error {
				go runner.keep()
				return runner.awaitReady(ctx)
			})
			if err != nil {
				cancel(err)
			}
		})
	}
	for _, step := range s.steps {
		group.Go(func() {
			if err := s.reach(ctx, begin, step.Name, step.Needs, step.Do); err != nil {
				cancel(err)
			}
		})
	}
	group.Wait()
	err := context.Cause(ctx)
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if err != nil {
		s.progress.Failure = err.Error()
		return err
	}
	s.progress.Up = true
	return nil
}

func (s *Supervisor) reach(ctx context.Context, begin time.Time, name string, needs []string, do func(context.Context) error) error {
	for _, need := range needs {
		reached, ok := s.reached[need]
		if !ok {
			return fmt.Errorf("%s needs %s, which is nothing of this cluster", name, need)
		}
		select {
		case <-reached:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
	limited, cancel := context.WithTimeout(ctx, startPatience)
	defer cancel()
	if err := do(limited); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	s.mutex.Lock()
	s.progress.Lines = append(s.progress.Lines, fmt.Sprintf("%5.1f s  %s", time.Since(begin).Seconds(), name))
	s.mutex.Unlock()
	close(s.reached[name])
	return nil
}

func (s *Supervisor) report() Progress {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	progress := s.progress
	progress.Lines = slices.Clone(progress.Lines)
	return progress
}

func (s *Supervisor) statuses() []Status {
	var statuses []Status
	for _, runner := range s.runners {
		statuses = append(statuses, runner.snapshot())
	}
	return statuses
}

// Orders that a component takes.
const (
	OrderStart   = "start"
	OrderStop    = "stop"
	OrderRestart = "restart"
	OrderKill    = "kill"
)

// order carries out one of the orders; all but kill return when it is done and the component is ready or gone.
func (s *Supervisor) order(ctx context.Context, name, order string) error {
	index := slices.IndexFunc(s.runners, func(r *runner) bool { return r.component.Name == name })
	if index < 0 {
		var names []string
		for _, runner := range s.runners {
			names = append(names, runner.component.Name)
		}
		return fmt.Errorf("no component is named %s; there are %v", name, names)
	}
	runner := s.runners[index]
	switch order {
	case OrderStart:
		runner.start()
		return runner.awaitReady(ctx)
	case OrderStop:
		runner.stop(syscall.SIGTERM)
		return nil
	case OrderRestart:
		runner.stop(syscall.SIGTERM)
		runner.start()
		return runner.awaitReady(ctx)
	case OrderKill:
		return runner.kill()
	default:
		return fmt.Errorf("no order is named %s; there are start, stop, restart and kill", order)
	}
}
