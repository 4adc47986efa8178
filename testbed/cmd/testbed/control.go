package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"text/tabwriter"

	"csdr.io/testbed/internal/home"
	"csdr.io/testbed/internal/machine"
	"csdr.io/testbed/internal/node"
	"csdr.io/testbed/internal/sandbox"
	"csdr.io/testbed/internal/supervisor"
)

const controlUsage = `usage: ctl NAME COMMAND
  status                   the components and how they do
  stop COMPONENT           end a component and leave it down
  start COMPONENT          start it again, and wait until it serves
  restart COMPONENT        stop and start
  kill COMPONENT           kill -9 it; the supervisor starts it again
  stop-apiserver, start-apiserver
  exec PROGRAM [ARGS]      run a program in the cluster's namespaces (mounts, network, processes)
`

// control looks into a cluster or breaks a part of it.
func control(ctx context.Context, args []string) error {
	if len(args) < 2 || args[1] == "help" {
		return usageError(controlUsage)
	}
	cluster, err := running(args[0])
	if err != nil {
		return err
	}
	client := supervisor.NewClient(node.Socket(cluster))
	command, rest := args[1], args[2:]
	switch {
	case command == "status" && len(rest) == 0:
		return printStatus(ctx, client)
	case command == "exec" && len(rest) > 0:
		return enter(cluster, rest)
	case command == "stop-apiserver" && len(rest) == 0:
		return client.Order(ctx, "kube-apiserver", supervisor.OrderStop)
	case command == "start-apiserver" && len(rest) == 0:
		return client.Order(ctx, "kube-apiserver", supervisor.OrderStart)
	case len(rest) == 1:
		return client.Order(ctx, rest[0], command)
	default:
		return usageError(controlUsage)
	}
}

func printStatus(ctx context.Context, client supervisor.Client) error {
	components, err := client.Components(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "COMPONENT\tSTATE\tPID\tSTARTS\tLAST END")
	for _, component := range components {
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\t%s\n", component.Name, component.State, component.PID, component.Starts, component.LastEnd)
	}
	return table.Flush()
}

// enter becomes a program inside the cluster's namespaces.
func enter(cluster home.Cluster, program []string) error {
	if err := machine.Path(); err != nil {
		return err
	}
	pid, err := sandbox.PID(cluster)
	if err != nil {
		return err
	}
	nsenter, err := exec.LookPath("nsenter")
	if err != nil {
		return err
	}
	arguments := append([]string{nsenter, "--target=" + strconv.Itoa(pid), "--mount", "--net", "--pid", "--uts", "--ipc", "--wd=/", "--"}, program...)
	return syscall.Exec(nsenter, arguments, os.Environ())
}

// running returns a cluster that runs.
func running(name string) (home.Cluster, error) {
	cluster, err := recorded(name)
	if err != nil {
		return cluster, err
	}
	alive, err := cluster.Holds()
	if err == nil && !alive {
		err = fmt.Errorf("cluster %s does not run; testbed/up %s starts it", name, name)
	}
	return cluster, err
}

// load sends a docker-save archive into a cluster.
func load(ctx context.Context, args []string) error {
	archive, name, err := parseOneAndName(args)
	if err != nil {
		return err
	}
	return loadInto(ctx, archive, name)
}

func loadInto(ctx context.Context, archive, name string) error {
	cluster, err := running(name)
	if err != nil {
		return err
	}
	file, err := os.Open(archive)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := supervisor.NewClient(node.Socket(cluster)).Import(ctx, bufio.NewReaderSize(file, 1<<20)); err != nil {
		return fmt.Errorf("loading %s into cluster %s: %w", archive, name, err)
	}
	return nil
}
